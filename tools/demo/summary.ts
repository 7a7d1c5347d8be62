import type { Recording } from '../../src/domain/recording.js';
import { readsRight } from './check.js';
import { CATEGORIES } from './draft.js';
import { drawIntents } from './luck.js';
import { callCostUsd } from './price.js';
import type { DemoQuery } from './query.js';
import { DEMO_MODELS, type DemoModel } from './skill.js';
import { SEED, type Workbench } from './workbench.js';

/** 1 where the recorded text answers right, else 0; errors count as wrong. */
export function quality(query: DemoQuery, recording: Recording | undefined): number {
  const text = recording?.answer?.text;
  return text !== undefined && readsRight(query.draft.reference, query.draft.choices, text) ? 1 : 0;
}

/** The quality of every model on every query, by model. */
export function qualities(workbench: Workbench): Readonly<Record<DemoModel, readonly number[]>> {
  const column = (model: DemoModel): number[] =>
    workbench.queries.map((query, row) => quality(query, workbench.recordings[model][row]));
  return Object.fromEntries(DEMO_MODELS.map((model) => [model, column(model)])) as Record<DemoModel, number[]>;
}

/** What a router at its best can reach, against the best single model and the oracle. */
export interface Headroom {
  readonly bestSingle: number;
  readonly oracle: number;
  /** Quality of the router that knows every true chance and picks the highest, as drawn. */
  readonly knowing: number;
  /** The same in expectation, with the best single model's expectation. */
  readonly expectedKnowing: number;
  readonly expectedSingle: number;
}

export function headroom(workbench: Workbench): Headroom {
  const table = qualities(workbench);
  const rows = workbench.queries.map((query, row) => {
    const intents = drawIntents(SEED, query);
    const best = DEMO_MODELS.reduce((a, b) => (intents[b].chance > intents[a].chance ? b : a));
    const drawn = DEMO_MODELS.map((model) => table[model][row] ?? 0);
    return { any: Math.max(...drawn), knowing: table[best][row] ?? 0, chance: intents[best].chance, chances: intents };
  });
  return {
    bestSingle: Math.max(...DEMO_MODELS.map((model) => mean(table[model]))),
    oracle: mean(rows.map((row) => row.any)),
    knowing: mean(rows.map((row) => row.knowing)),
    expectedKnowing: mean(rows.map((row) => row.chance)),
    expectedSingle: Math.max(...DEMO_MODELS.map((model) => mean(rows.map((row) => row.chances[model].chance)))),
  };
}

/** The summary that the generator prints and the data card quotes. */
export function summarise(workbench: Workbench): string {
  const table = qualities(workbench);
  const { queries, recordings } = workbench;
  const of = (model: DemoModel, keep: (query: DemoQuery) => boolean): string =>
    mean(table[model].filter((_, row) => keep(queries[row] as DemoQuery))).toFixed(3);
  const line = (name: string, cells: readonly string[]): string => `| ${[name, ...cells].join(' | ')} |`;
  const per = (name: string, f: (model: DemoModel) => string): string => line(name, DEMO_MODELS.map(f));
  const share = (model: DemoModel, keep: (r: Recording) => boolean): string =>
    `${((100 * recordings[model].filter(keep).length) / queries.length).toFixed(2)} %`;
  const top = headroom(workbench);
  const small = table['demo/small'];
  const upsets = mean(small.map((right, row) => (right > (table['demo/frontier'][row] ?? 0) ? 1 : 0)));
  return [
    line('', DEMO_MODELS),
    line(
      '---',
      DEMO_MODELS.map(() => '---:'),
    ),
    per('quality', (model) => of(model, () => true)),
    ...CATEGORIES.map((category) => per(category, (model) => of(model, (query) => query.category === category))),
    per('USD per 1k queries', (model) => (1000 * mean(recordings[model].map((r) => callCostUsd(model, r)))).toFixed(3)),
    per('p50 / p95 latency in ms', (model) => quantiles(recordings[model])),
    per('errors', (model) => share(model, (r) => r.error !== undefined)),
    per('refusals', (model) => share(model, (r) => r.answer?.refusal === true)),
    per('cut off', (model) => share(model, (r) => r.answer?.finishReason === 'length')),
    '',
    `queries ${queries.length} · batches of more than one ${new Set(queries.filter((q) => q.batchSize > 1).map((q) => q.batch)).size} · seed ${SEED}`,
    `best single ${top.bestSingle.toFixed(4)} · any model right ${top.oracle.toFixed(4)} · small right and frontier wrong ${upsets.toFixed(4)}`,
    `router that knows all chances ${top.knowing.toFixed(4)} (expected ${top.expectedKnowing.toFixed(4)}, best single expected ${top.expectedSingle.toFixed(4)})`,
    `share of the oracle gap it closes ${((top.knowing - top.bestSingle) / (top.oracle - top.bestSingle)).toFixed(3)}`,
  ].join('\n');
}

function quantiles(list: readonly Recording[]): string {
  const sorted = list.map((r) => r.timing?.latencyMs ?? 0).sort((a, b) => a - b);
  return [0.5, 0.95].map((p) => sorted[Math.ceil(p * sorted.length) - 1]).join(' / ');
}

function mean(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0) / list.length;
}
