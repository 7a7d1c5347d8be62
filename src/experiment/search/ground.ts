import { hash32 } from '../../stats/hash.js';
import type { Workbench } from '../workbench.js';

/** Where candidates are tried: what they are fitted on, and the queries that judge them. */
export interface Ground {
  /** `validation`, `train`, or `train/9` for a ninth of the train part's groups. */
  readonly name: string;
  readonly learned: Uint32Array;
  readonly measured: Uint32Array;
}

/** Of a share of the train part, this share of the groups judges where something learns from the others. */
const JUDGING = 1 / 3;

/** Keeps the order of train groups apart from other draws of the seed. */
const STREAM = 0x68616c76;

/** The validation part, with everything fitted on the train part. */
export function validationGround(bench: Workbench): Ground {
  return { name: 'validation', learned: bench.rowsIn('train'), measured: bench.rowsIn('validation') };
}

/**
 * A share of the train part's groups: the same order of groups for every share, so that smaller shares lie inside larger
 * ones. What learns is fitted on two thirds of them and judged on the rest; what doesn't is judged on all of them.
 *
 * @param divisor 9 for a ninth
 */
export function trainGround(bench: Workbench, divisor: number, learns: boolean, seed: number): Ground {
  const { grouping } = bench;
  const rows = bench.rowsIn('train');
  const rank = (row: number): number => hash32(seed ^ STREAM, grouping.keys[grouping.group[row] as number] as number, 0);
  const groups = [...new Set(Array.from(rows, (row) => grouping.group[row] as number))];
  const order = new Map(
    groups
      .map((group) => ({ group, rank: hash32(seed ^ STREAM, grouping.keys[group] as number, 0) }))
      .sort((a, b) => a.rank - b.rank || a.group - b.group)
      .map(({ group }, place) => [group, place]),
  );
  const most = Math.ceil(groups.length / divisor);
  const inside = rows.filter((row) => (order.get(grouping.group[row] as number) as number) < most);
  const judges = (row: number): boolean => rank(row) % 3 < 3 * JUDGING;
  return {
    name: divisor === 1 ? 'train' : `train/${divisor}`,
    learned: learns ? inside.filter((row) => !judges(row)) : inside,
    measured: learns ? inside.filter(judges) : inside,
  };
}
