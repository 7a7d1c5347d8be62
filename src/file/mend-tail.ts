import { appendFile, type FileHandle, open } from 'node:fs/promises';

/** What a crash left at the end of a file: nothing, a whole line without its line end, or a part of one. */
export type Tail = 'whole' | 'unended' | 'torn';

/**
 * Makes a file safe to append to. A last line without its line end gets one where it is whole; otherwise its
 * bytes are moved to `<file>.torn` beside it, so that nothing is lost and the next line stands alone. A file that doesn't
 * exist is whole.
 *
 * @param isWhole whether a text is all of a line
 */
export async function mendTail(file: string, isWhole: (line: string) => boolean): Promise<Tail> {
  const handle = await open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return 'whole';
  try {
    const tail = await unendedBytes(handle);
    if (tail.length === 0) return 'whole';
    const { size } = await handle.stat();
    if (isWhole(tail.toString('utf8'))) {
      await handle.write('\n', size);
      return 'unended';
    }
    await appendFile(`${file}.torn`, Buffer.concat([tail, Buffer.from('\n')]), { flush: true });
    await handle.truncate(size - tail.length);
    return 'torn';
  } finally {
    await handle.sync();
    await handle.close();
  }
}

const STEP = 65_536;

/** The bytes after the last line feed. */
async function unendedBytes(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  let tail = Buffer.alloc(0);
  for (let from = size; from > 0; ) {
    const length = Math.min(STEP, from);
    from -= length;
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, from);
    tail = Buffer.concat([buffer, tail]);
    const feed = tail.lastIndexOf(10);
    if (feed >= 0) return tail.subarray(feed + 1);
  }
  return tail;
}
