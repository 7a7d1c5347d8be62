import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Label } from '../domain/label.js';
import type { Query } from '../domain/query.js';

/** Writes a dataset line by line; the file appears under its name when closed, and not before. */
export interface DatasetWriter {
  write(query: Query, label: Label): Promise<void>;
  /** Everything on the disk and in its place; throws what went wrong on the way. */
  close(): Promise<void>;
}

/** Writes rows line by line; the file appears under its name when closed, and never when discarded. */
export interface RowWriter {
  write(row: object): Promise<void>;
  /** Everything on the disk and in its place; throws what went wrong on the way. */
  close(): Promise<void>;
  discard(): Promise<void>;
}

/** Opens a JSONL dataset (.gz: compressed) for writing, beside its final place. */
export function openDatasetWriter(path: string): DatasetWriter {
  const { write, close } = openRowWriter(path);
  return { write: (query, label) => write(datasetLine(query, label)), close };
}

/** Opens a JSONL file (.gz: compressed) for rows as they are. */
export function openRowWriter(path: string): RowWriter {
  const making = `${path}.partial`;
  const lines = path.endsWith('.gz') ? createGzip() : new PassThrough();
  const written = pipeline(lines, createWriteStream(making, { flush: true }));
  // Told by close and by the next write; until then a full disk must not end the process.
  written.catch(() => undefined);
  return {
    async write(row) {
      if (lines.destroyed) await written;
      if (!lines.write(`${JSON.stringify(row)}\n`)) await Promise.race([once(lines, 'drain'), written]);
    },
    async close() {
      lines.end();
      try {
        await written;
        await rename(making, path);
      } catch (error) {
        await rm(making, { force: true });
        throw error;
      }
    },
    async discard() {
      lines.destroy();
      await written.catch(() => undefined);
      await rm(making, { force: true });
    },
  };
}

/** Fields in the order documents show them; absent ones are left out by JSON. */
function datasetLine({ id, prompt, signals, embedding }: Query, label: Label): object {
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
    embedding,
  };
}
