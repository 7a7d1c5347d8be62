import { codedValue } from '../../domain/column.js';
import type { DecisionColumns } from '../../domain/decision.js';
import type { Estimate } from '../../domain/estimate.js';
import { percentileInterval } from '../../stats/interval.js';
import { twoWayTotals } from '../../stats/two-way.js';
import type { Workbench } from '../workbench.js';

/** Blocks of sessions at most: enough for an interval, long enough that what one learns shows within it. */
const MOST_BLOCKS = 40;
/** Resamples of walks and blocks at most. */
const MOST_REPLICATES = 500;

/** The requests of some streams one after another, and the walks over them. */
export interface WalkTable {
  /** By position. */
  readonly query: Uint32Array;
  readonly block: Uint32Array;
  readonly blocks: number;
  readonly walks: number;
  /** Positions of each stream: from, to (excluded). */
  readonly spans: readonly (readonly [from: number, to: number])[];
  /** 1 where quality and cost are known in every walk. */
  readonly known: Uint8Array;
  /** How many these are. */
  readonly n: number;
  quality(walk: number, position: number): number;
  costPico(walk: number, position: number): number;
}

/**
 * @param streams query rows in order of arrival
 * @param session the signal that names sessions; undefined: every request is one
 */
export function walkTable(
  { dataset }: Workbench,
  streams: readonly Uint32Array[],
  replicates: readonly DecisionColumns[],
  session: string | undefined,
): WalkTable {
  const query = Uint32Array.from(streams.flatMap((rows) => [...rows]));
  let end = 0;
  const spans = streams.map((rows): readonly [number, number] => {
    end += rows.length;
    return [end - rows.length, end];
  });
  const column = session === undefined ? undefined : dataset.queries.signals.get(session);
  const sessionOf = (row: number): string => String((column === undefined ? undefined : codedValue(column, row)) ?? `#${row}`);
  const least = Math.ceil(query.length / MOST_BLOCKS);
  const { block, blocks } = sessionBlocks(streams, sessionOf, least);
  const of =
    (name: 'quality' | 'costPico') =>
    (walk: number, position: number): number =>
      (replicates[walk] as DecisionColumns)[name][query[position] as number] as number;
  const quality = of('quality');
  const costPico = of('costPico');
  const known = Uint8Array.from(query, (_, position) =>
    replicates.some((_walk, walk) => Number.isNaN(quality(walk, position) + costPico(walk, position))) ? 0 : 1,
  );
  const n = known.reduce((count, one) => count + one, 0);
  return { query, block, blocks, walks: replicates.length, spans, known, n, quality, costPico };
}

/** Whole sessions in the order of their first requests, dealt into blocks of at least `least` requests. */
export function sessionBlocks(
  streams: readonly (ArrayLike<number> & Iterable<number>)[],
  sessionOf: (row: number) => string,
  least: number,
): { readonly block: Uint32Array; readonly blocks: number } {
  const block: number[] = [];
  let blocks = 0;
  for (const rows of streams) {
    const sizes = new Map<string, number>();
    for (const row of rows) sizes.set(sessionOf(row), (sizes.get(sessionOf(row)) ?? 0) + 1);
    const blockOf = new Map<string, number>();
    let held = 0;
    for (const [name, size] of sizes) {
      blockOf.set(name, blocks);
      held += size;
      if (held < least) continue;
      blocks++;
      held = 0;
    }
    if (held > 0) blocks++;
    for (const row of rows) block.push(blockOf.get(sessionOf(row)) as number);
  }
  return { block: Uint32Array.from(block), blocks };
}

/** Sums of a value by walk and block over the known positions for which `when` holds. */
export function byBlock(
  table: WalkTable,
  value: (walk: number, position: number) => number,
  when: (position: number) => boolean = () => true,
): Float64Array {
  const sums = new Float64Array(table.walks * table.blocks);
  for (let position = 0; position < table.query.length; position++) {
    if (table.known[position] === 0 || !when(position)) continue;
    for (let walk = 0; walk < table.walks; walk++) {
      const cell = walk * table.blocks + (table.block[position] as number);
      sums[cell] = (sums[cell] as number) + value(walk, position);
    }
  }
  return sums;
}

/** The ratio of two sums over walks and blocks, with its interval under resampling of both; a part times `scale`. */
export function ratioOver(
  { experiment }: Workbench,
  { walks, blocks, n }: { readonly walks: number; readonly blocks: number; readonly n: number },
  over: Float64Array,
  under: Float64Array,
  scale = 1,
): Estimate {
  const { seed, confidence } = experiment.bootstrap;
  const replicates = Math.min(experiment.bootstrap.replicates, MOST_REPLICATES);
  const [top, bottom] = twoWayTotals({ seed, replicates, rows: walks, columns: blocks }, [over, under]) as [
    Float64Array,
    Float64Array,
  ];
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const value = (scale * total(over)) / total(under);
  const interval = percentileInterval(
    top.map((sum, replicate) => (scale * sum) / (bottom[replicate] as number)),
    confidence,
  );
  if (Number.isNaN(value)) return { value: null, low: null, high: null, n };
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, n };
}
