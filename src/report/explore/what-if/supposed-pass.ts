import type { CallColumns } from '../../pack/call-columns.js';
import type { PassColumns, QueryColumns } from '../../pack/query-columns.js';

/**
 * What a row did on one pass over the samples, at supposed costs: its bill is the sum of its calls. Where the calls' recorded costs don't
 * make the recorded bill, the supposed one is not known.
 *
 * @param sampleOf a model's sample at supposed costs
 */
export function supposedPass(
  recorded: QueryColumns,
  { row, pass }: { readonly row: number; readonly pass: number },
  sampleOf: (model: number, sample: number) => Pick<CallColumns, 'costPico'>,
): PassColumns {
  const own = recorded.row(row).pass(pass);
  const bill = (query: number, costsOf: typeof sampleOf): number =>
    (own.path(query) ?? []).reduce((sum, { model, sample = 0 }) => sum + (costsOf(model, sample).costPico[query] as number), 0);
  const costPico = own.costPico.map((paid, query) =>
    bill(query, recorded.sample) === paid ? bill(query, sampleOf) : Number.NaN,
  );
  return Object.create(own, { costPico: { value: costPico, enumerable: true } }) as PassColumns;
}
