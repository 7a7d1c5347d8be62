import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { UserError } from '../../../domain/user-error.js';
import { type DirectoryEnd, directoryEnd, directoryEntries, LOCAL_HEAD, type ZipEntry } from './zip-directory.js';

/** Largest end-of-directory record: its fixed part, the longest comment, and the 64-bit locator and record in front. */
const TAIL = 22 + 65_535 + 20 + 56;

/**
 * What a zip archive holds, in the order of its directory. Throws UserError for a file that isn't a whole archive.
 * Format: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3 (zip64).
 */
export async function zipEntries(file: string): Promise<readonly ZipEntry[]> {
  return withFile(file, async (handle) => {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL);
    const tail = await bytesAt(handle, from, size - from);
    const end: DirectoryEnd | undefined = directoryEnd(tail);
    if (end === undefined || end.offset + end.size > size) throw notZip(file, 'its directory is missing: it may be cut off');
    const entries = directoryEntries(await bytesAt(handle, end.offset, end.size), end.count);
    if (entries === undefined) throw notZip(file, 'its directory is damaged');
    return entries;
  });
}

/** The bytes of one entry, stored or deflated, as a stream. Throws UserError where they are damaged or packed otherwise. */
export async function* zipBytes(file: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  const fault = (message: string): UserError =>
    new UserError({ file, field: entry.name, message, accepted: 'a whole zip archive' });
  if (entry.encrypted)
    throw new UserError({ file, field: entry.name, message: 'is encrypted', accepted: 'a zip without a password' });
  if (entry.method !== 0 && entry.method !== 8) {
    throw new UserError({
      file,
      field: entry.name,
      message: `is packed by method ${entry.method}`,
      accepted: 'stored, deflated',
    });
  }
  const start = await withFile(file, async (handle) => {
    const head = await bytesAt(handle, entry.offset, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL_HEAD) throw fault('does not stand where the directory says');
    return entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  });
  let crc = 0;
  let length = 0;
  try {
    for await (const chunk of unpacked(file, entry, start)) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error;
    throw fault(`is damaged (${(error as Error).message})`);
  }
  if (length !== entry.length || crc !== entry.crc) throw fault('is damaged: its checksum differs');
}

async function* unpacked(file: string, entry: ZipEntry, start: number): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return;
  const handle = await open(file, 'r');
  const packed = handle.createReadStream({ start, end: start + entry.packed - 1, highWaterMark: 1 << 18 });
  if (entry.method === 0) return yield* packed as AsyncIterable<Buffer>;
  const inflate = createInflateRaw();
  packed.on('error', (error) => inflate.destroy(error));
  try {
    yield* packed.pipe(inflate) as AsyncIterable<Buffer>;
  } finally {
    packed.destroy();
  }
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UserError({ file, message: 'no such file' }) : error;
  });
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function notZip(file: string, why: string): UserError {
  return new UserError({ file, message: `not a zip archive: ${why}`, accepted: 'a whole .npz or .zip file' });
}
