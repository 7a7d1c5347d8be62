import { hash32 } from '../../stats/hash.js';
import { keyOf } from './name-number.js';
import type { DealtGroup } from './row-notes.js';

/** Keeps the draw of what is learned from apart from other draws. */
const STREAM = 0x6c65726e;

/** A group of the train part in the order that it is drawn in. */
interface Drawn {
  readonly rank: number;
  readonly group: number;
  readonly size: number;
}

/** Draws whole groups of the train part, up to a number of queries; the same ones whatever shards they lie in. */
export interface TrainSample {
  /** @param groups of the train part of a shard */
  offer(groups: Iterable<DealtGroup>): void;
  /** The groups drawn. */
  drawn(): ReadonlySet<number>;
}

/** @param most queries that are held in memory to learn from */
export function trainSample(most: number, seed: number): TrainSample {
  let held: Drawn[] = [];
  let size = 0;
  const keepFirst = (): void => {
    held.sort((a, b) => a.rank - b.rank || a.group - b.group);
    size = 0;
    const last = held.findIndex((one) => {
      size += one.size;
      return size > most;
    });
    if (last >= 0) held = held.slice(0, last);
    size = held.reduce((sum, one) => sum + one.size, 0);
  };
  return {
    offer(groups) {
      for (const { group, size: own } of groups) {
        held.push({ rank: hash32(seed, keyOf(group), STREAM), group, size: own });
        size += own;
        if (size > 2 * most + own) keepFirst();
      }
    },
    drawn() {
      keepFirst();
      return new Set(held.map(({ group }) => group));
    },
  };
}
