import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import type { Json } from '../domain/json.js';
import { NUMBER_ARRAYS, type NumberArray, type NumberArrayName, numberArrayName } from '../domain/number-array.js';

/** Columns by name, and what else belongs to them. */
export interface ColumnsFile {
  readonly columns: Readonly<Record<string, NumberArray>>;
  readonly facts: Json;
}

/** Begins every file; another layout has another number. */
const MAGIC = 'ROUTELAB-COLUMNS-2\n';
const ALIGN = 8;

/** Where a column stands in the body; one that holds the same value throughout (null: NaN) has no place. */
type Entry = { readonly name: string; readonly kind: NumberArrayName; readonly length: number } & (
  | { readonly at: number }
  | { readonly all: number | null }
);

interface Header {
  readonly endian: string;
  readonly bytes: number;
  /** Of the header without this, and of all that follows it. */
  readonly sha256: string;
  readonly entries: readonly Entry[];
  readonly facts: Json;
}

/** Writes a file beside its place and puts it there when it is whole: nobody ever sees half of one. */
export async function writeColumns(path: string, { columns, facts }: ColumnsFile): Promise<void> {
  const entries: Entry[] = [];
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (const [name, column] of Object.entries(columns)) {
    const base = { name, kind: numberArrayName(column), length: column.length };
    const all = sameThroughout(column);
    if (all !== undefined) {
      entries.push({ ...base, all: Number.isNaN(all) ? null : all });
      continue;
    }
    entries.push({ ...base, at: bytes });
    const piece = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    pieces.push(piece, new Uint8Array(padding(piece.length)));
    bytes += piece.length + padding(piece.length);
  }
  const header: Header = { endian: endianness(), bytes, sha256: '', entries, facts };
  const making = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.partial`;
  try {
    await writeFile(making, [headed({ ...header, sha256: hashOf(header, pieces) }), ...pieces]);
    await rename(making, path);
  } finally {
    await rm(making, { force: true });
  }
}

function hashOf(header: Header, pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...header, sha256: '' }));
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** The magic and the header in JSON, padded with spaces up to the columns. */
function headed(header: Header): Buffer {
  const text = Buffer.from(`${MAGIC}${JSON.stringify(header)}`);
  return Buffer.concat([text, Buffer.alloc(padding(text.length + 1), ' '), Buffer.from('\n')]);
}

/** Reads a file; null where there is none, or none that is whole and of this layout. */
export async function readColumns(path: string): Promise<ColumnsFile | null> {
  try {
    return columnsIn(await readFile(path));
  } catch {
    // Whatever keeps it from being read: it can be made again.
    return null;
  }
}

/** The columns of a file's bytes; null where they are not whole, or of another layout. */
export function columnsIn(file: Buffer): ColumnsFile | null {
  try {
    const start = file.indexOf('\n', MAGIC.length) + 1;
    if (start === 0 || !file.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return null;
    const header = JSON.parse(file.toString('utf8', MAGIC.length, start)) as Header;
    const { endian, bytes, sha256, entries, facts } = header;
    const body = file.subarray(start);
    if (endian !== endianness() || body.length !== bytes || hashOf(header, [body]) !== sha256) return null;
    return { facts, columns: Object.fromEntries(entries.map((entry) => [entry.name, columnOf(entry, body)])) };
  } catch {
    return null;
  }
}

function columnOf(entry: Entry, { buffer, byteOffset }: Buffer): NumberArray {
  const column = NUMBER_ARRAYS[entry.kind];
  if ('all' in entry) return new column(entry.length).fill(entry.all ?? Number.NaN);
  const from = byteOffset + entry.at;
  // Arrays can only look at aligned places of a buffer.
  if (from % ALIGN === 0) return new column(buffer as ArrayBuffer, from, entry.length);
  return new column((buffer as ArrayBuffer).slice(from, from + entry.length * column.BYTES_PER_ELEMENT));
}

function padding(bytes: number): number {
  return (ALIGN - (bytes % ALIGN)) % ALIGN;
}

/** The value that a column holds throughout; undefined where there are several, or −0, which JSON can't hold. */
function sameThroughout(column: NumberArray): number | undefined {
  const first = column[0];
  if (first === undefined || Object.is(first, -0) || Math.abs(first) === Number.POSITIVE_INFINITY) return undefined;
  for (let i = 1; i < column.length; i++) if (!Object.is(column[i], first)) return undefined;
  return first;
}
