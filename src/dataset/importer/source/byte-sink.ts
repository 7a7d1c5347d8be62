import { UserError } from '../../../domain/user-error.js';

/** Bytes collected one by one, taken as text. */
export interface ByteSink {
  add(byte: number): void;
  readonly size: number;
  /** What was added since the last time, as UTF-8 text without byte order mark. Throws UserError for anything else. */
  take(file: string, line: number): string;
}

/** An empty sink; it grows as needed and keeps its memory. */
export function byteSink(): ByteSink {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = new Uint8Array(1 << 12);
  let size = 0;
  return {
    add(byte) {
      if (size === bytes.length) {
        const larger = new Uint8Array(bytes.length * 2);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[size++] = byte;
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
