import type { ResultRow, Results } from '../../src/domain/results.js';
import type { RowDecisions, RunDecisions } from '../../src/domain/run-decisions.js';
import type { RunSide } from '../../src/experiment/runs/compare-runs.js';
import { aResults, aRow } from './a-results.js';

/** What a row did on one query. */
export interface Did {
  readonly quality: number;
  readonly cost?: number;
  readonly latencyMs?: number;
  readonly calls?: string;
}

/** One query of a run with what each row (by id) did on it. */
export interface RunQuery {
  readonly id: string;
  readonly category?: string;
  readonly group?: number;
  readonly weight?: number;
  readonly rows: Readonly<Record<string, Did>>;
}

/** Decisions from queries; groups are single unless they say otherwise. */
export function someDecisions(queries: readonly RunQuery[]): RunDecisions {
  const texts: string[] = [];
  const code = (text: string | undefined): number => {
    if (text === undefined) return -1;
    if (!texts.includes(text)) texts.push(text);
    return texts.indexOf(text);
  };
  const ids = [...new Set(queries.flatMap(({ rows }) => Object.keys(rows)))];
  const column = (id: string, of: (did: Did) => number | undefined): Float64Array =>
    Float64Array.from(queries, ({ rows }) => {
      const did = rows[id];
      return (did === undefined ? undefined : of(did)) ?? Number.NaN;
    });
  const rows = new Map<string, RowDecisions>(
    ids.map((id) => [
      id,
      {
        quality: column(id, ({ quality }) => quality),
        cost: column(id, ({ cost }) => cost),
        latencyMs: column(id, ({ latencyMs }) => latencyMs),
        calls: Int32Array.from(queries, (query) => code(query.rows[id]?.calls)),
        reason: Int32Array.from(queries, () => code('stage 1 rule 1')),
      },
    ]),
  );
  return {
    queryIds: queries.map(({ id }) => id),
    category: queries.map(({ category }) => category ?? null),
    groupKey: Uint32Array.from(queries, ({ group }, index) => group ?? 1000 + index),
    weight: Float64Array.from(queries, ({ weight }) => weight ?? 1),
    texts,
    rows,
  };
}

/** A row of kind router, of a plain quality and cost. */
export function aRouterRow(name: string, quality: number, costPer1k: number, more: Partial<ResultRow> = {}): ResultRow {
  return aRow(`router:${name}`, name, {
    quality,
    costPer1k,
    p50: 500,
    p95: 1500,
    shares: [1, 0, 0],
    more: { kind: 'router', strategy: name, candidate: `${name}#0`, parameters: {}, ...more },
  });
}

/** A run from its results and decisions; its numbers come from few resamples. */
export function aRun(file: string, replaced: Partial<Results> = {}, decisions: RunDecisions | null = null): RunSide {
  const results = aResults({ gates: [], inputs: { hash: file.padEnd(64, '0'), files: [] }, ...replaced });
  return { file, results, decisions };
}
