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
  /** 1-based. */
  readonly line: number;
  /** True while a bracket or a string is open. */
  readonly open: boolean;
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

/** A scan for the array at the top, or the one under `key` of the object at the top. Works on UTF-8: every byte it looks for is ASCII. */
export function jsonScan(key: string | undefined): JsonScan {
  const wanted = key === undefined ? '' : JSON.stringify(key);
  const home = key === undefined ? 0 : 1;
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** The array is being read: brackets deeper than this belong to an element. */
  let within = -1;
  /** The last string at the top object's own level, quotes included. */
  let last = '';
  let underKey = home === 0;

  const step = (byte: number): void => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      if (depth === 1 && within < 0) last += String.fromCharCode(byte);
      return;
    }
    if (byte === QUOTE) {
      inString = true;
      last = '"';
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
    else if (home === 1 && depth === 1 && byte === COLON) underKey = last === wanted;
    else if (home === 1 && depth === 1 && byte === COMMA) underKey = false;
  };

  return {
    next(byte) {
      if (byte === LINE_FEED) line++;
      const atHome = !inString && depth === within;
      if (atHome && byte === COMMA) return 'comma';
      if (atHome && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) {
        within = -1;
        underKey = false;
        step(byte);
        return 'end';
      }
      const opensHere = !inString && depth === home && underKey && byte === OPEN_LIST;
      step(byte);
      if (opensHere) {
        within = depth;
        return 'outside';
      }
      return within < 0 ? 'outside' : 'element';
    },
    get line() {
      return line;
    },
    get open() {
      return depth > 0 || inString;
    },
  };
}
