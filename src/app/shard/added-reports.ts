import type { ShardReport } from './shard-outcomes.js';

/** What two shards were told on the way to their tables. */
export function addedReports(one: ShardReport, other: ShardReport): ShardReport {
  const sum = (of: 'recordings' | 'repeated' | 'superseded' | 'missingCells' | 'unscored' | 'errors' | 'unbilled'): number =>
    one[of] + other[of];
  const either = (of: 'unpricedModels' | 'unrecordedModels'): string[] => [...new Set([...one[of], ...other[of]])].sort();
  return {
    recordings: sum('recordings'),
    repeated: sum('repeated'),
    superseded: sum('superseded'),
    missingCells: sum('missingCells'),
    unscored: sum('unscored'),
    errors: sum('errors'),
    unbilled: sum('unbilled'),
    unpricedModels: either('unpricedModels'),
    unrecordedModels: either('unrecordedModels'),
    oldestRecordedAt: extreme([one.oldestRecordedAt, other.oldestRecordedAt], 0),
    newestRecordedAt: extreme([one.newestRecordedAt, other.newestRecordedAt], -1),
  };
}

/** The first or the last of some times, which sort as texts. */
function extreme(times: readonly (string | null)[], at: 0 | -1): string | null {
  return (
    times
      .filter((time) => time !== null)
      .sort()
      .at(at) ?? null
  );
}
