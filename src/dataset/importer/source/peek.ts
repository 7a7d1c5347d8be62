import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonPath, readJsonArray } from './json-array.js';
import { readJsonLines } from './json-lines.js';

export type PeekedRecord = Readonly<Record<string, unknown>>;

/** The first record of a JSONL file; undefined for whatever isn't one. Never throws. */
export function firstJsonLine(file: string): Promise<PeekedRecord | undefined> {
  return firstOf(readJsonLines(file), ({ record }) => record);
}

/** The first object in an array of a JSON file (see `readJsonArray`); undefined for whatever isn't one. Never throws. */
export function firstInArray(file: string, path: JsonPath = []): Promise<PeekedRecord | undefined> {
  return firstOf(readJsonArray(file, path), ({ value }) => (isRecord(value) ? value : undefined));
}

/** Paths of the files in a folder that end in one of these, sorted by name; none where there is no such folder. */
export async function filesIn(folder: string, ...endings: string[]): Promise<readonly string[]> {
  if (!isFolder(folder)) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether there is a folder of this path. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Whether there is a file of this path. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

async function firstOf<T>(
  items: AsyncIterable<T>,
  pick: (item: T) => PeekedRecord | undefined,
): Promise<PeekedRecord | undefined> {
  try {
    for await (const item of items) return pick(item);
  } catch {
    // Not readable as such a file: so it isn't one.
  }
  return undefined;
}

function isRecord(value: unknown): value is PeekedRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
