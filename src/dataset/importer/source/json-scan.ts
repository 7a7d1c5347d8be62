/** Where a byte of a JSON text stands: beside the array looked for, in one of its elements, or at an element's end. */
export type JsonPlace =
  | 'outside'
  /** Part of an element. */
  | 'element'
  /** The comma after an element. */
  | 'comma'
  /** The bracket that ends the array. */
  | 'end';

/** Follows brackets, strings and keys of a JSON text, byte by byte; what stands between them is not judged. */
export interface JsonScan {
  next(byte: number): JsonPlace;
  /** Passes over bytes from `from` on that are inside an element for certain, quickly; gives the index after them. */
  skim(bytes: Uint8Array, from: number): number;
  /** 1-based. */
  readonly line: number;
  /** True while a bracket or a string is open. */
  readonly open: boolean;
  /** True while the array is being read. */
  readonly within: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LINE_FEED = 0x0a;

/**
 * A scan for the array under a path of keys, from the object at the top on; without keys, for the array at the top. Works on
 * UTF-8: every byte it looks for is ASCII.
 */
export function jsonScan(path: readonly string[]): JsonScan {
  const wanted = path.map((key) => JSON.stringify(key));
  const home = path.length;
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** The array is being read: brackets deeper than this belong to an element. */
  let within = -1;
  /** The last string at the level of an object on the path, quotes included. */
  let last = '';
  /** How many keys of the path lead to where the scan stands. */
  let matched = 0;

  const step = (byte: number): void => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      if (depth <= home && within < 0) last += String.fromCharCode(byte);
      return;
    }
    if (byte === QUOTE) {
      inString = true;
      last = '"';
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) matched = Math.min(matched, --depth);
    else if (byte === COLON && matched === depth - 1 && last === wanted[depth - 1]) matched = depth;
    else if (byte === COMMA) matched = Math.min(matched, depth - 1);
  };

  return {
    next(byte) {
      if (byte === LINE_FEED) line++;
      const atHome = !inString && depth === within;
      if (atHome && byte === COMMA) return 'comma';
      if (atHome && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) {
        within = -1;
        matched = 0;
        step(byte);
        return 'end';
      }
      const opensHere = !inString && depth === home && matched === home && byte === OPEN_LIST;
      step(byte);
      if (opensHere) {
        within = depth;
        return 'outside';
      }
      return within < 0 ? 'outside' : 'element';
    },
    skim(bytes, from) {
      if (within < 0) return from;
      // Local copies: this loop sees every byte of a file.
      let level = depth;
      let quoted = inString;
      let skipping = escaped;
      let at = from;
      for (; at < bytes.length && (quoted || level > within); at++) {
        const byte = bytes[at];
        if (byte === LINE_FEED) line++;
        if (skipping) skipping = false;
        else if (quoted) {
          if (byte === QUOTE) quoted = false;
          else if (byte === BACKSLASH) skipping = true;
        } else if (byte === QUOTE) quoted = true;
        else if (byte === OPEN_LIST || byte === OPEN_OBJECT) level++;
        else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) level--;
      }
      depth = level;
      inString = quoted;
      escaped = skipping;
      return at;
    },
    get line() {
      return line;
    },
    get within() {
      return within >= 0;
    },
    get open() {
      return depth > 0 || inString;
    },
  };
}
