import { gzipSync } from 'node:zlib';

/** Byte 9 of a gzip header names the operating system; 255 is "unknown". */
const OS_BYTE = 9;

/** Compresses with a header that names neither time nor operating system (the modification time is already 0 in Node). */
export function gzip(text: string): Buffer {
  const out = gzipSync(text, { level: 9 });
  out[OS_BYTE] = 255;
  return out;
}
