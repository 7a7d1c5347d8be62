import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Label } from '../domain/label.js';
import type { Query } from '../domain/query.js';

/** Writes a dataset line by line; the file appears under its name when closed. */
export interface DatasetWriter {
  write(query: Query, label: Label): Promise<void>;
  close(): Promise<void>;
}

/** Opens a JSONL dataset for writing beside its final place. */
export function openDatasetWriter(path: string): DatasetWriter {
  const making = `${path}.partial`;
  const file = createWriteStream(making);
  return {
    async write(query, label) {
      if (!file.write(`${JSON.stringify(datasetLine(query, label))}\n`)) await once(file, 'drain');
    },
    async close() {
      file.end();
      await finished(file);
      await rename(making, path);
    },
  };
}

/** Fields in the order documents show them; absent ones are left out by JSON. */
function datasetLine({ id, prompt, signals }: Query, label: Label): object {
  return {
    id,
    ...(typeof prompt === 'string' ? { prompt } : { messages: prompt }),
    category: label.category,
    difficulty: label.difficulty,
    reference: label.reference,
    choices: label.choices,
    rubric: label.rubric,
    group: label.group,
    split: label.split,
    weight: label.weight,
    arrived_at: label.arrivedAt,
    signals,
  };
}
