import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import { readJsonAround } from './json-array.js';
import { openNpy } from './npy-array.js';
import { zipBytes, zipEntries } from './zip-entries.js';

/** Named arrays of one file. Names are paths with slashes; `data` and `prompt` in the middle of one say nothing and are left out. */
export interface ArrayFile {
  readonly file: string;
  readonly names: readonly string[];
  /** The rows of an array; of a one-dimensional one, rows of one value. Throws UserError where it can't be read. */
  rows(name: string): AsyncIterable<readonly Json[]>;
}

/** Opens a `.npz` file, whose arrays are streamed, or a `.json` file, which is held. Throws UserError for anything else. */
export async function openArrays(file: string): Promise<ArrayFile> {
  if (/\.npz$/i.test(file)) return npzArrays(file);
  if (/\.json(\.gz)?$/i.test(file)) return jsonArrays(file);
  throw new UserError({ file, message: 'not a file of arrays', accepted: '.npz, .json' });
}

async function npzArrays(file: string): Promise<ArrayFile> {
  const entries = (await zipEntries(file)).filter(({ name }) => name.endsWith('.npy'));
  const byName = new Map(entries.map((entry) => [plainName(entry.name.slice(0, -'.npy'.length).split('/')), entry]));
  return {
    file,
    names: [...byName.keys()],
    async *rows(name) {
      const entry = byName.get(name);
      if (entry === undefined) throw new Error(`no array ${name} in ${file}`);
      yield* (await openNpy(zipBytes(file, entry), { file, field: name })).rows;
    },
  };
}

async function jsonArrays(file: string): Promise<ArrayFile> {
  const arrays = new Map(arraysIn(await readJsonAround(file)));
  return {
    file,
    names: [...arrays.keys()],
    async *rows(name) {
      for (const row of arrays.get(name) ?? []) yield Array.isArray(row) ? (row as readonly Json[]) : [row];
    },
  };
}

function* arraysIn(value: Json, path: readonly string[] = []): Generator<[string, readonly Json[]]> {
  if (Array.isArray(value)) yield [plainName(path), value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* arraysIn(inner, [...path, key]);
  }
}

function plainName(path: readonly string[]): string {
  return path.filter((part, index) => index === path.length - 1 || (part !== 'data' && part !== 'prompt')).join('/');
}
