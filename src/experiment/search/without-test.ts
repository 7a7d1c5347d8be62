import type { CodedColumn } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import type { Scalar } from '../../domain/json.js';
import { keepQueries } from '../../domain/keep-queries.js';
import type { Message } from '../../domain/query.js';
import { type Workbench, workbenchOf } from '../workbench.js';

const BLANK: readonly Message[] = [{ role: 'user', content: '' }];

/**
 * The workbench a search works on: its test queries are blank. Their prompts, signals, labels and outcomes are gone, not
 * merely off limits; rows keep their numbers, so that what is fitted here is bit for bit what a run fits.
 */
export function withoutTest(bench: Workbench): Workbench {
  const hidden = new Set(bench.rowsIn('test'));
  const keep = (query: number): boolean => !hidden.has(query);
  const dataset = blanked(bench.dataset, keep);
  const table = keepQueries(bench.table, keep);
  return workbenchOf(bench.experiment, dataset, bench.known, table, { ...bench.grounds, hidden: 'test' });
}

function blanked({ queries, labels }: Dataset, keep: (query: number) => boolean): Dataset {
  const coded = <T extends Scalar>({ codes, values }: CodedColumn<T>): CodedColumn<T> => ({
    codes: codes.map((code, row) => (keep(row) ? code : -1)),
    values,
  });
  return {
    queries: {
      ...queries,
      messages: (row) => (keep(row) ? queries.messages(row) : BLANK),
      signals: new Map([...queries.signals].map(([name, column]) => [name, coded(column)])),
      ...(queries.embedding === undefined
        ? {}
        : { embedding: (row: number) => (keep(row) ? queries.embedding?.(row) : undefined) }),
    },
    labels: {
      ...labels,
      category: coded(labels.category),
      difficulty: coded(labels.difficulty),
      group: coded(labels.group),
      split: coded(labels.split),
      arrivedAtMs: labels.arrivedAtMs.map((at, row) => (keep(row) ? at : Number.NaN)),
      scoring: { size: labels.scoring.size, get: (row) => (keep(row) ? labels.scoring.get(row) : '{}') },
    },
  };
}
