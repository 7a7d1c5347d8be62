import { UserError } from '../../../domain/user-error.js';

/** Bytes collected, taken as text. */
export interface ByteSink {
  add(byte: number): void;
  /** Adds the bytes from `from` up to, but without, `to`. */
  addAll(bytes: Uint8Array, from: number, to: number): void;
  readonly size: number;
  /** What was added since the last time, as UTF-8 text without byte order mark. Throws UserError for anything else. */
  take(file: string, line: number): string;
}

/** An empty sink; it grows as needed and keeps its memory. */
export function byteSink(): ByteSink {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = new Uint8Array(1 << 12);
  let size = 0;
  const hold = (more: number): void => {
    if (size + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, size + more));
    larger.set(bytes.subarray(0, size));
    bytes = larger;
  };
  return {
    add(byte) {
      hold(1);
      bytes[size++] = byte;
    },
    addAll(more, from, to) {
      hold(to - from);
      bytes.set(more.subarray(from, to), size);
      size += to - from;
    },
    get size() {
      return size;
    },
    take(file, line) {
      const taken = bytes.subarray(0, size);
      size = 0;
      try {
        return decoder.decode(taken);
      } catch {
        throw new UserError({ file, line, message: 'not valid UTF-8', accepted: 'UTF-8 text' });
      }
    },
  };
}
