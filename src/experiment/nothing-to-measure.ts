import { UserError } from '../domain/user-error.js';
import type { Workbench } from './workbench.js';

/** Models that are named with their counts. */
const NAMED = 8;

/** Why no query can be measured, with the recordings of every model in numbers: exit 4. */
export function nothingToMeasure({ compared, means, table }: Workbench, partName: 'all' | 'test'): UserError {
  const { modelCount, queryCount, quality } = means;
  const known = table.modelIds.map((id, model) => {
    const count = Array.from({ length: queryCount }, (_, query) => quality[query * modelCount + model]);
    return { id, count: count.filter((value) => !Number.isNaN(value)).length };
  });
  return nothingKnown(known, queryCount, compared.length, partName);
}

/** The same from each model's count of scored queries. */
export function nothingKnown(
  known: { readonly id: string; readonly count: number }[],
  queryCount: number,
  compared: number,
  partName: 'all' | 'test',
): UserError {
  known.sort((a, b) => a.count - b.count || (a.id < b.id ? -1 : 1));
  const counts = known.slice(0, NAMED).map(({ id, count }) => `${id} ${count}`);
  const more = known.length > NAMED ? `, and ${known.length - NAMED} models with more` : '';
  const why =
    compared === 0
      ? 'no model has scored recordings of at least half of the queries'
      : `no query of the ${partName === 'all' ? 'dataset' : 'test part'} has a scored recording of every model`;
  return new UserError(
    {
      message: `${why}: of ${queryCount} queries, ${counts.join(', ')}${more}`,
      hint: 'routelab recordings stats counts what is missing of each model',
    },
    4,
  );
}
