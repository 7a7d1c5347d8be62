import type { Recording } from '../../src/domain/recording.js';
import { letArrive } from './arrivals.js';
import { drawPrompts } from './batches.js';
import { CATEGORIES } from './draft.js';
import { type DemoQuery, datasetLine } from './query.js';
import { simulateCall } from './simulate-call.js';
import { DEMO_MODELS, type DemoModel } from './skill.js';

export const SEED = 20261101;
export const PER_CATEGORY = 200;

/** The whole demo: queries in order of arrival and, by model, their recordings in the same order. */
export interface Workbench {
  readonly queries: readonly DemoQuery[];
  readonly recordings: Readonly<Record<DemoModel, readonly Recording[]>>;
}

/** Makes the demo from a seed. Equal seeds give equal demos. */
export function makeWorkbench(seed: number, perCategory: number): Workbench {
  const queries = letArrive(seed, drawPrompts(seed, perCategory));
  const repeated = new Set<string>();
  const seen = new Set<number>();
  for (const query of queries) {
    if (seen.has(query.batch) && query.category.startsWith('legal')) repeated.add(query.id);
    seen.add(query.batch);
  }
  const record = (model: DemoModel): Recording[] =>
    queries.map((query) => simulateCall(seed, query, model, repeated.has(query.id)));
  const recordings = Object.fromEntries(DEMO_MODELS.map((model) => [model, record(model)])) as Record<DemoModel, Recording[]>;
  return { queries, recordings };
}

/** Text of the dataset file. */
export function datasetText(workbench: Workbench): string {
  return lines(workbench.queries.map(datasetLine));
}

/** Text of a model's recording file, before compression. */
export function recordingText(workbench: Workbench, model: DemoModel): string {
  return lines(workbench.recordings[model].map((recording) => JSON.stringify(recording)));
}

/** `recordings/workbench/demo-small.jsonl.gz` for `demo/small`. */
export function recordingPath(model: DemoModel): string {
  return `recordings/workbench/${model.replace('/', '-')}.jsonl.gz`;
}

export const DATASET_PATH = 'datasets/workbench.jsonl';

function lines(list: readonly string[]): string {
  return `${list.join('\n')}\n`;
}

export const EXPECTED_QUERIES = CATEGORIES.length * PER_CATEGORY;
