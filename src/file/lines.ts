import { isAscii } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UserError } from '../domain/user-error.js';

/** Where bytes stand in a file, unpacked. */
export interface Span {
  readonly offset: number;
  readonly bytes: number;
}

/** A line of a file with its 1-based number and its place without line end; `unended` where no line feed ended it. */
export interface Line extends Span {
  readonly number: number;
  readonly text: string;
  readonly unended: boolean;
}

/** Bytes of a file, gunzipped by extension, hashing what is on disk as it goes. */
export async function* fileBytes(path: string, hash?: Hash): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  if (hash !== undefined) source.on('data', (chunk) => hash.update(chunk));
  const stream = path.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw readError(error, path);
  }
}

/**
 * Lines of a UTF-8 file split on line feeds only (other Unicode line ends may stand inside JSON strings). A byte order
 * mark and carriage returns before a line feed are dropped; empty lines are skipped but counted.
 *
 * @throws UserError for bytes that are not UTF-8, naming the line
 */
export async function* fileLines(path: string, hash: Hash = createHash('sha256')): AsyncGenerator<Line> {
  let rest: Buffer = NOTHING;
  let number = 0;
  /** Where the chunk begins. */
  let base = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lineOf = (text: string, offset: number, bytes: number, unended: boolean): Line | null => {
    const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
    return trimmed.trim() === '' ? null : { number, text: trimmed, unended, offset, bytes };
  };
  for await (const chunk of fileBytes(path, hash)) {
    // Asked once a chunk: most are, and their lines are copied instead of decoded.
    const plain = isAscii(chunk);
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      number++;
      const text =
        plain && rest.length === 0
          ? chunk.toString('latin1', from, at)
          : decode(decoder, Buffer.concat([rest, chunk.subarray(from, at)]), path, number);
      const line = lineOf(text, base + from - rest.length, rest.length + at - from, false);
      rest = NOTHING;
      from = at + 1;
      if (line !== null) yield line;
    }
    rest = rest.length === 0 ? Buffer.from(chunk.subarray(from)) : Buffer.concat([rest, chunk.subarray(from)]);
    base += chunk.length;
  }
  if (rest.length > 0) {
    number++;
    const line = lineOf(decode(decoder, rest, path, number), base - rest.length, rest.length, true);
    if (line !== null) yield line;
  }
}

const NOTHING = Buffer.alloc(0);

/** Texts at places of a file (ascending, none over another), in one pass over it. */
export async function* textsAt(path: string, spans: readonly Span[]): AsyncGenerator<string> {
  const ahead = spans[Symbol.iterator]();
  let next = ahead.next();
  let held: Buffer = Buffer.alloc(0);
  /** Where what is held begins. */
  let base = 0;
  for await (const chunk of fileBytes(path)) {
    if (next.done === true) return;
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (next.done !== true && next.value.offset + next.value.bytes <= base + held.length) {
      const from = next.value.offset - base;
      // A byte order mark belongs to no line.
      yield held.toString('utf8', from, from + next.value.bytes).replace(/^\uFEFF/, '');
      next = ahead.next();
    }
    const keepFrom = next.done === true ? held.length : Math.min(held.length, next.value.offset - base);
    base += keepFrom;
    held = held.subarray(keepFrom);
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, file: string, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UserError({ file, line, message: 'not valid UTF-8', accepted: 'UTF-8 text' });
  }
}

function readError(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return new UserError({ file, message: 'no such file' });
  if (code === 'EISDIR') return new UserError({ file, message: 'is a folder, not a file' });
  if (code === 'EACCES') return new UserError({ file, message: 'may not be read' });
  if (code.startsWith('Z_')) return new UserError({ file, message: `not a whole gzip file (${(error as Error).message})` });
  return error;
}
