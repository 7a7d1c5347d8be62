import { textWidth } from './text-width.js';

/** A point that wants a label, in pixels from the top left. */
export interface LabelledPoint {
  readonly label: string;
  readonly px: number;
  readonly py: number;
}

/** A label's left end and middle height, and the point it belongs to. */
export interface PlacedLabel<T extends LabelledPoint> {
  readonly point: T;
  readonly x: number;
  readonly y: number;
  /** Where a line from the point should end; null where the label touches its point. */
  readonly leader: { readonly x: number; readonly y: number } | null;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const DISTANCES = [11, 20, 32, 46, 62, 80] as const;
/** Right first, then left, then slanted, then straight up and down. */
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0.8, -0.6],
  [0.8, 0.6],
  [-0.8, -0.6],
  [-0.8, 0.6],
  [0, -1],
  [0, 1],
] as const;

const POINT_RADIUS = 7;

/**
 * Places labels one after the other, each at the nearest free place around its point; a label that finds none is left
 * out. No two labels overlap, and none covers a point. Earlier points choose first.
 */
export function placeLabels<T extends LabelledPoint>(
  points: readonly T[],
  area: { readonly width: number; readonly height: number },
  fontSize: number,
): PlacedLabel<T>[] {
  const taken: Box[] = points.map(({ px, py }) => boxAround(px, py, POINT_RADIUS));
  return points.flatMap((point, own) => {
    const placed = freePlace(point, area, fontSize, taken, own);
    if (placed === null) return [];
    taken.push(placed.box);
    return [{ point, x: placed.box.left, y: (placed.box.top + placed.box.bottom) / 2, leader: placed.leader }];
  });
}

function freePlace(
  { label, px, py }: LabelledPoint,
  area: { readonly width: number; readonly height: number },
  fontSize: number,
  taken: readonly Box[],
  own: number,
): { box: Box; leader: { x: number; y: number } | null } | null {
  const width = textWidth(label, fontSize);
  for (const distance of DISTANCES) {
    for (const [right, down] of DIRECTIONS) {
      const x = px + right * distance;
      const y = py + down * distance;
      const box = boxBeside(x, y, width, fontSize + 2, right);
      const inside = box.left >= 0 && box.right <= area.width && box.top >= 0 && box.bottom <= area.height;
      if (!inside || taken.some((other, index) => index !== own && overlap(box, other))) continue;
      return { box, leader: distance > DISTANCES[1] ? { x: right === 0 ? px : x, y } : null };
    }
  }
  return null;
}

/** A label's box whose near edge is at (x, y). */
function boxBeside(x: number, y: number, width: number, height: number, right: number): Box {
  const left = right > 0 ? x : right < 0 ? x - width : x - width / 2;
  return { left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
}

function boxAround(x: number, y: number, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
