import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import { fileBytes } from '../../../file/lines.js';
import { byteSink } from './byte-sink.js';
import { type JsonScan, jsonScan } from './json-scan.js';

/** One element of a JSON array. */
export interface JsonElement {
  /** Line of the file on which the element starts, 1-based. */
  readonly line: number;
  readonly value: Json;
}

/**
 * The elements of one array of a JSON file (UTF-8, `.gz` too), one at a time, so that the file is never held as a whole: the
 * array at the top, or the one under a key, or a path of keys, of the object at the top. Yields nothing where there is no such
 * array. Throws UserError naming file and line for an element that isn't JSON, and for a file that isn't JSON around the array.
 */
export async function* readJsonArray(file: string, path: JsonPath = []): AsyncGenerator<JsonElement> {
  for await (const piece of pieces(file, path)) {
    const value = jsonOf(piece.text, file, piece.line);
    if (!piece.around) yield { line: piece.line, value };
  }
}

/** What the file holds beside that array: the same JSON with the array left empty. */
export async function readJsonAround(file: string, path: JsonPath = []): Promise<Json> {
  for await (const piece of pieces(file, path)) if (piece.around) return jsonOf(piece.text, file, piece.line);
  throw new Error('a file always has something around its array');
}

/**
 * What the file holds in front of that array, the array left empty; undefined where there is none. Reads no further than to
 * where the array begins.
 */
export async function readJsonBefore(file: string, path: JsonPath): Promise<Json | undefined> {
  const scan = jsonScan(keysOf(path));
  const before = byteSink();
  for await (const chunk of fileBytes(file)) {
    for (const byte of chunk) {
      // In front of the array every byte is outside, its opening bracket included.
      if (scan.next(byte) === 'outside') before.add(byte);
      if (scan.within) return jsonOf(`${before.take(file, 1)}]${'}'.repeat(keysOf(path).length)}`, file, scan.line);
    }
  }
  refuseOpenEnd(scan, file);
  return undefined;
}

/** Keys from the object at the top on; one key, or none for an array at the top. */
export type JsonPath = string | readonly string[];

function keysOf(path: JsonPath): readonly string[] {
  return typeof path === 'string' ? [path] : path;
}

interface Piece {
  readonly text: string;
  readonly line: number;
  /** Last: all that stands outside the elements. */
  readonly around: boolean;
}

async function* pieces(file: string, path: JsonPath): AsyncGenerator<Piece> {
  const scan = jsonScan(keysOf(path));
  const element = byteSink();
  const around = byteSink();
  let elements = 0;
  let start = 1;
  for await (const chunk of fileBytes(file)) {
    for (let at = 0; at < chunk.length; at++) {
      const inside = scan.skim(chunk, at);
      element.addAll(chunk, at, inside);
      at = inside;
      const byte = chunk[at];
      if (byte === undefined) break;
      const place = scan.next(byte);
      if (place === 'outside') around.add(byte);
      else if (place === 'element') {
        if (element.size === 0 && isSpace(byte)) continue;
        if (element.size === 0) start = scan.line;
        element.add(byte);
      } else {
        const isEmptyArray = place === 'end' && elements === 0 && element.size === 0;
        if (!isEmptyArray) yield { text: element.take(file, start), line: start, around: false };
        elements++;
        if (place === 'end') around.add(byte);
      }
    }
  }
  refuseOpenEnd(scan, file);
  yield { text: around.take(file, 1), line: scan.line, around: true };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function refuseOpenEnd(scan: JsonScan, file: string): void {
  if (!scan.open) return;
  throw new UserError({ file, line: scan.line, message: 'not JSON: the file ends too early', accepted: 'a whole JSON file' });
}

function jsonOf(text: string, file: string, line: number): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new UserError({ file, line, message: `not JSON: ${(error as Error).message}` });
  }
}
