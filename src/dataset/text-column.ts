import type { TextColumn } from '../domain/column.js';

/** Collects texts into packed memory: no string per row stays alive, and lone surrogates survive. */
export interface TextColumnBuilder {
  add(text: string): void;
  done(): TextColumn;
}

const CHUNK = 1 << 22;

/** Texts whose UTF-16 units all fit a byte take one byte each, others two. */
export function textColumnBuilder(): TextColumnBuilder {
  const chunks: Buffer[] = [];
  let chunk = Buffer.allocUnsafe(0);
  let used = 0;
  let starts = new Uint32Array(1024);
  let sizes = new Uint32Array(1024);
  let owners = new Uint32Array(1024);
  let wide = new Uint8Array(1024);
  let rows = 0;
  return {
    add(text) {
      const isWide = !fitsBytes(text);
      const size = isWide ? text.length * 2 : text.length;
      if (used + size > chunk.length) {
        chunk = Buffer.allocUnsafe(Math.max(CHUNK, size));
        chunks.push(chunk);
        used = 0;
      }
      chunk.write(text, used, isWide ? 'utf16le' : 'latin1');
      if (rows === starts.length) {
        starts = doubled(starts, new Uint32Array(rows * 2));
        sizes = doubled(sizes, new Uint32Array(rows * 2));
        owners = doubled(owners, new Uint32Array(rows * 2));
        wide = doubled(wide, new Uint8Array(rows * 2));
      }
      starts[rows] = used;
      sizes[rows] = size;
      owners[rows] = Math.max(0, chunks.length - 1);
      wide[rows] = isWide ? 1 : 0;
      used += size;
      rows++;
    },
    done: () => ({
      size: rows,
      get(row) {
        if (!(row >= 0 && row < rows)) throw new RangeError(`row ${row} is outside 0..${rows - 1}`);
        const from = starts[row] as number;
        const held = chunks[owners[row] as number];
        return held?.toString(wide[row] === 1 ? 'utf16le' : 'latin1', from, from + (sizes[row] as number)) ?? '';
      },
    }),
  };
}

function fitsBytes(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}

function doubled<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
