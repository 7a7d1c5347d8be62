import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UserError } from '../domain/user-error.js';

/** A line of a file with its 1-based number; `last` where no line feed ended it. */
export interface Line {
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
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lineOf = (bytes: Buffer, unended: boolean): Line | null => {
    number++;
    const text = decode(decoder, bytes, path, number);
    const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
    return trimmed.trim() === '' ? null : { number, text: trimmed, unended };
  };
  for await (const chunk of fileBytes(path, hash)) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const part = chunk.subarray(from, at);
      const line = lineOf(rest.length === 0 ? part : Buffer.concat([rest, part]), false);
      rest = Buffer.alloc(0);
      from = at + 1;
      if (line !== null) yield line;
    }
    rest = rest.length === 0 ? Buffer.from(chunk.subarray(from)) : Buffer.concat([rest, chunk.subarray(from)]);
  }
  if (rest.length > 0) {
    const line = lineOf(rest, true);
    if (line !== null) yield line;
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
