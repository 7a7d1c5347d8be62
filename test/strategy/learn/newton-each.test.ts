import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Matrix, matrixOf } from '../../../src/strategy/learn/linear-problem.js';
import { logLoss, squaredLoss } from '../../../src/strategy/learn/losses.js';
import { type Loss, newton } from '../../../src/strategy/learn/newton.js';
import { newtonEach } from '../../../src/strategy/learn/newton-each.js';
import { linearLanes, newtonLanes, tried } from '../../../src/strategy/learn/newton-lanes.js';
import { LANES, putLane } from '../../../src/strategy/learn/sparse-lanes.js';

const COLUMNS = 6;
const loss = fc.constantFrom(logLoss, squaredLoss);
const rowsOf = (targets: fc.Arbitrary<number>, value = fc.integer({ min: -20_000, max: 20_000 })) =>
  fc.array(
    fc.record({
      entries: fc.uniqueArray(fc.record({ column: fc.nat({ max: COLUMNS - 1 }), value }), { selector: ({ column }) => column }),
      weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
      targets: fc.array(targets, { minLength: 14, maxLength: 14 }),
    }),
    { minLength: 2, maxLength: 25 },
  );

function matrix(rows: readonly { readonly entries: readonly { readonly column: number; readonly value: number }[] }[]): Matrix {
  const offsets = [0];
  for (const { entries } of rows) offsets.push((offsets.at(-1) ?? 0) + entries.length);
  const all = rows.flatMap(({ entries }) => entries);
  return matrixOf({
    size: rows.length,
    columns: COLUMNS,
    offsets: Uint32Array.from(offsets),
    index: Uint32Array.from(all, ({ column }) => column),
    value: Int32Array.from(all, ({ value }) => value),
  });
}

/** Slopes, curvatures and the loss of some scores by the kernel, and by the loss itself, in a lane. */
function bothTried(loss: Loss, scores: readonly number[], targets: readonly number[], lane: number) {
  const lanes = linearLanes(matrix(scores.map(() => ({ entries: [] }))));
  if (lanes === null) throw new Error('this host has no WebAssembly SIMD, and nothing was tested');
  const { of } = lanes;
  of.target.fill(Number.NaN);
  of.weight.fill(0.3);
  of.size.fill(0.25);
  putLane(Float64Array.from(targets), of.target, lane);
  // Half of the score is there, half comes by the change.
  putLane(
    Float64Array.from(scores, (z) => z / 2),
    of.score,
    lane,
  );
  putLane(
    Float64Array.from(scores, (z) => z * 2),
    of.change,
    lane,
  );
  const lost = tried(lanes, loss)[lane];
  const into = new Float64Array(2);
  let sum = 0;
  const rows = scores.map((_, row) => {
    const y = targets[row] as number;
    const at = row * LANES + lane;
    const z = (of.score[at] as number) + 0.25 * (of.change[at] as number);
    if (Number.isNaN(y)) return [0, 0];
    loss.derivatives(z, y, into);
    sum += 0.3 * loss.value(z, y);
    return [0.3 * (into[0] as number), 0.3 * (into[1] as number)];
  });
  const found = rows.map((_, row) => [of.slope[row * LANES + lane], of.curvature[row * LANES + lane]]);
  return { found: [...found.flat(), lost], made: [...rows.flat(), sum] };
}

describe('several regressions over one matrix', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('come to the bits that each comes to alone, whichever are solved beside it', () => {
    const some = fc.constantFrom(0, 0.25, 1, Number.NaN);
    fc.assert(
      fc.property(rowsOf(some), fc.integer({ min: 0, max: 14 }), loss, (rows, count, loss) => {
        const shared = matrix(rows);
        const weight = Float64Array.from(rows, (row) => row.weight);
        const problems = Array.from({ length: count }, (_, k) => ({
          target: Float64Array.from(rows, ({ targets }) => targets[k] as number),
          weight,
          // Different penalties end after different numbers of rounds, so that lanes are taken over by others.
          l2: 0.25 * (k + 1),
        }));
        const alone = problems.map((problem) => newton({ matrix: shared, ...problem }, loss));
        expect(newtonLanes(shared, problems, loss, 1e-6)).toEqual(alone);
        expect(newtonEach(shared, problems, loss)).toEqual(alone);
      }),
      { numRuns: 80 },
    );
  });

  it('come to the same bits where steps must be halved, and where no step can be made', () => {
    const targets = fc.constantFrom(-40, 0, 0.5, 1, 900, Number.NaN);
    const values = fc.constantFrom(164, -8192, 16_384, -16_384, 49_152, 1_638_400);
    fc.assert(
      fc.property(rowsOf(targets, values), fc.constantFrom(0, 1e-9, 1e-3), (rows, l2) => {
        const shared = matrix(rows);
        const problems = [0, 1, 2, 3].map((k) => ({
          target: Float64Array.from(rows, ({ targets }) => targets[k] as number),
          weight: Float64Array.from(rows, (row) => row.weight * 10 ** k),
          l2,
        }));
        const alone = problems.map((problem) => newton({ matrix: shared, ...problem }, logLoss));
        expect(newtonLanes(shared, problems, logLoss, 1e-6)).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  it('sum losses, slopes and curvatures as the plain loops do, to the bit', () => {
    const score = fc.oneof(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: -800, max: 800, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }),
      fc.constantFrom(
        0,
        -0,
        745.1332191019412,
        -745.1332191019412,
        Math.LN2 / 2,
        -1.5 * Math.LN2,
        5e-324,
        -1e-17,
        0.881373587019543,
      ),
    );
    const target = fc.constantFrom(0, 0.25, 1, Number.NaN, -3);
    const rows = fc.array(fc.tuple(score, target), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, loss, fc.nat({ max: LANES - 1 }), (rows, loss, lane) => {
        const scores = rows.map(([z]) => z);
        const { found, made } = bothTried(
          loss,
          scores,
          rows.map(([, y]) => y),
          lane,
        );
        expect(found).toEqual(made);
      }),
      { numRuns: 300 },
    );
  });

  it('are solved one by one where the host has no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    const shared = matrix([{ entries: [{ column: 1, value: 5 }] }, { entries: [] }]);
    const problem = { target: Float64Array.of(1, 0), weight: Float64Array.of(1, 1), l2: 1 };
    expect(newtonLanes(shared, [problem], logLoss, 1e-6)).toBe(null);
    expect(newtonEach(shared, [problem], logLoss)).toEqual([newton({ matrix: shared, ...problem }, logLoss)]);
  });

  it('are solved one by one where the host has no memory left for them', () => {
    interface Exports {
      readonly memory: { readonly buffer: ArrayBuffer };
    }
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { Module: object; Instance: new (module: object) => { exports: Exports } };
    };
    const { Module, Instance } = WebAssembly;
    vi.stubGlobal('WebAssembly', {
      Module,
      Instance: class {
        readonly exports: object;
        constructor(module: object) {
          const { memory, ...functions } = new Instance(module).exports;
          const grow = (): never => {
            throw new RangeError('Unable to grow instance memory');
          };
          this.exports = { ...functions, memory: { buffer: memory.buffer, grow } };
        }
      },
    });
    const shared = matrix(Array.from({ length: 2000 }, (_, row) => ({ entries: [{ column: row % COLUMNS, value: 5 }] })));
    const problem = {
      target: Float64Array.from({ length: 2000 }, (_, row) => row % 2),
      weight: new Float64Array(2000).fill(1),
      l2: 1,
    };
    expect(newtonLanes(shared, [problem], logLoss, 1e-6)).toBe(null);
    expect(newtonEach(shared, [problem], logLoss)).toEqual([newton({ matrix: shared, ...problem }, logLoss)]);
  });
});
