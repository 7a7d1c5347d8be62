import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Json } from '../../../src/domain/json.js';
import type { Recording } from '../../../src/domain/recording.js';
import { DEMO_MODELS, type DemoModel } from '../../../tools/demo/skill.js';
import { DATASET_PATH, recordingPath } from '../../../tools/demo/workbench.js';

/** A line of the shipped dataset. */
export interface ShippedRow {
  readonly id: string;
  readonly prompt: string;
  readonly category: string;
  readonly difficulty: string;
  readonly reference: Json;
  readonly choices?: readonly string[];
  readonly group?: string;
  readonly arrived_at: string;
  readonly signals: Readonly<Record<string, string | number>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Absolute path of a file of the repository. */
export function shippedPath(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

export const datasetFile: string = readFileSync(shippedPath(DATASET_PATH), 'utf8');

export const shippedRows: readonly ShippedRow[] = parse<ShippedRow>(datasetFile);

/** The text of a recording file, unpacked. */
export function recordingFile(model: DemoModel): string {
  return gunzipSync(readFileSync(shippedPath(recordingPath(model)))).toString('utf8');
}

/** Recordings by model, row for row beside the dataset. */
export const shippedRecordings: ReadonlyMap<DemoModel, readonly Recording[]> = new Map(
  DEMO_MODELS.map((model) => [model, parse<Recording>(recordingFile(model))]),
);

function parse<T>(text: string): T[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
