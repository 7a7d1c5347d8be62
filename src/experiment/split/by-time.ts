import type { Dataset } from '../../domain/dataset.js';
import { UserError } from '../../domain/user-error.js';
import type { Grouping } from './group-queries.js';

/**
 * Parts in order of time: everything in train arrived before validation is decided, and that before test. A group goes where
 * its latest query is, so that nothing from the future is learned from; groups whose latest queries arrived at one moment
 * stay together.
 *
 * @param shares due shares of train, validation and test
 * @returns index into PARTS by query
 * @throws UserError naming the first query that has no time of arrival
 */
export function splitByTime({ queries, labels }: Dataset, grouping: Grouping, shares: readonly number[]): Uint8Array {
  const latest = new Float64Array(grouping.groups).fill(Number.NEGATIVE_INFINITY);
  const size = new Uint32Array(grouping.groups);
  grouping.group.forEach((group, row) => {
    const at = labels.arrivedAtMs[row] as number;
    if (Number.isNaN(at)) throw untimed(queries.ids.get(row));
    latest[group] = Math.max(latest[group] as number, at);
    size[group] = (size[group] as number) + 1;
  });
  const order = Array.from(latest.keys()).sort((a, b) => (latest[a] as number) - (latest[b] as number) || a - b);
  const partOfGroup = new Uint8Array(grouping.groups);
  const ends = endsOf(shares, queries.size);
  let before = 0;
  let part = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let moment = 0;
    while (to < order.length && latest[order[to] as number] === latest[order[from] as number]) {
      moment += size[order[to] as number] as number;
      to++;
    }
    // A moment goes to the part in which the larger half of it falls.
    while (part < 2 && before + moment / 2 > (ends[part] as number)) part++;
    for (const group of order.slice(from, to)) partOfGroup[group] = part;
    before += moment;
    from = to;
  }
  if (shares.some((share, index) => share > 0 && !partOfGroup.includes(index))) throw crowded();
  return Uint8Array.from(grouping.group, (group) => partOfGroup[group] as number);
}

/** Queries up to the end of each part. */
function endsOf(shares: readonly number[], queries: number): number[] {
  let end = 0;
  return shares.map((share) => {
    end += share * queries;
    return end;
  });
}

function untimed(id: string): UserError {
  return new UserError({
    field: 'split',
    message: `a split by time needs arrived_at on every query, and ${id} has none`,
    accepted: 'arrived_at: an ISO 8601 time on every line of the dataset',
  });
}

function crowded(): UserError {
  return new UserError({
    field: 'split',
    message: 'a split by time leaves a part empty: too many queries arrived at one moment, or belong to one group',
    accepted: 'times that tell the parts apart, or a split by shares and seed',
  });
}
