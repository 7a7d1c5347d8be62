import { LANES, laneOf, putLane, type SparseLanes, sparseLanes } from './sparse-lanes.js';
import { madeSquare, type SparseRows, type Subspace } from './subspace.js';

/** Vectors by column, and their images by row, `LANES` of them a panel; those of the basis also one after another, and one image by itself. */
type Panels = SparseLanes<'panels' | 'images' | 'basis' | 'image' | 'sums'>;

/**
 * What `plainSubspace` does, by WebAssembly SIMD: vectors are lanes, each summed in the order of its numbers. Null where the host can't.
 */
export function subspaceLanes(matrix: SparseRows, start: readonly Float64Array[], rounds: number): Subspace | null {
  const { rows, width, offsets, columns, values } = matrix;
  const panels = Math.ceil(start.length / LANES);
  const lanes = sparseLanes(
    { size: rows, width, offsets, index: columns, value: values },
    {
      panels: panels * (width + 1) * LANES,
      images: panels * rows * LANES,
      basis: start.length * width,
      image: rows,
      sums: LANES,
    },
  );
  if (lanes === null) return null;
  start.forEach((vector, which) => void putLane(vector, ...placeOf(lanes, which)));
  let basis = orthonormal(lanes, start.length);
  makeImages(lanes, basis.length);
  for (let round = 0; round < rounds; round++) {
    lanes.of.panels.fill(0);
    eachPanel(lanes, basis.length, 0, (panel, image) => lanes.pass('transposedTimes', image, panel));
    basis = orthonormal(lanes, basis.length);
    makeImages(lanes, basis.length);
  }
  return { basis: basis.map((vector) => vector.slice()), products: productsOf(lanes, basis.length) };
}

function makeImages(lanes: Panels, count: number): void {
  eachPanel(lanes, count, 0, (panel, image) => lanes.pass('times', image, panel));
}

/** Addresses of the panels that hold the vectors from `first` on, and of their images. */
function eachPanel(
  { at, columnBytes, rowBytes }: Panels,
  count: number,
  first: number,
  see: (panel: number, image: number, which: number) => void,
): void {
  for (let which = Math.floor(first / LANES); which * LANES < count; which++)
    see(at.panels + which * (columnBytes + LANES * 8), at.images + which * rowBytes, which);
}

/** The panel that holds a vector, and its lane. */
function placeOf({ of, columnBytes }: Panels, which: number): [Float64Array, number] {
  return [of.panels.subarray(Math.floor(which / LANES) * (columnBytes / 8 + LANES)), which % LANES];
}

/**
 * Modified Gram–Schmidt, twice over. What a new vector of the basis takes out of those that follow it, it takes out of all at once; only the second
 * pass goes one by one. The basis stands in the panels, too, intercepts being 0.
 */
function orthonormal(lanes: Panels, count: number): Float64Array[] {
  const { kernel, at, of, columnBytes } = lanes;
  const width = columnBytes / 8 / LANES;
  const squares: number[] = [];
  eachPanel(lanes, count, 0, (panel) => {
    of.sums.fill(0);
    kernel.dots(panel, panel, panel + columnBytes, at.sums);
    squares.push(...of.sums);
  });
  const basis: Float64Array[] = [];
  for (let which = 0; which < count; which++) {
    const from = basis.length * width;
    const own = of.basis.subarray(from, from + width);
    own.set(laneOf(...placeOf(lanes, which), width));
    if (!madeSquare(own, basis, squares[which] as number)) continue;
    basis.push(own);
    const address = at.basis + 8 * from;
    eachPanel(lanes, count, which + 1, (panel) => {
      of.sums.fill(0);
      kernel.along(address, address + 8 * width, panel, at.sums);
      kernel.without(address, address + 8 * width, panel, at.sums);
    });
  }
  of.panels.fill(0);
  basis.forEach((vector, which) => void putLane(vector, ...placeOf(lanes, which)));
  return basis;
}

/** The products of every two images. */
function productsOf(lanes: Panels, count: number): Float64Array[] {
  const { kernel, at, of, rowBytes } = lanes;
  const products = Array.from({ length: count }, () => new Float64Array(count));
  products.forEach((own, which) => {
    const images = of.images.subarray(Math.floor(which / LANES) * (rowBytes / 8));
    of.image.set(laneOf(images, which % LANES, of.image.length));
    eachPanel(lanes, count, which, (_panel, image, panel) => {
      of.sums.fill(0);
      kernel.along(at.image, at.image + 8 * of.image.length, image, at.sums);
      const first = panel * LANES;
      for (let other = Math.max(first, which); other < Math.min(first + LANES, count); other++) {
        own[other] = of.sums[other - first] as number;
        (products[other] as Float64Array)[which] = of.sums[other - first] as number;
      }
    });
  });
  return products;
}
