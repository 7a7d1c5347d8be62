import type { Json } from '../../../domain/json.js';

/** A text that is no Python literal: where it stops being one and what could stand there. */
export interface LiteralFault {
  /** 0-based, in UTF-16 units. */
  readonly offset: number;
  readonly message: string;
  readonly accepted: string;
}

export type LiteralResult = { readonly value: Json } | { readonly fault: LiteralFault };

/** Deeper nesting than any data has; keeps hostile text from exhausting the stack. */
const MOST_DEPTH = 64;

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const NUMBER = /[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?(?![\w.])/y;
const WORD = /True|False|None/y;
const WORDS: Readonly<Record<string, Json>> = { True: true, False: false, None: null };
const CODE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3}))/y;
const SPACE = /\s*/y;

/**
 * Reads a Python literal as `repr` writes it: strings in single or double quotes with escapes, numbers, True, False, None,
 * lists, tuples (as lists) and dictionaries with string keys. Line breaks may stand inside strings, as exports leave them
 * there. Nothing is evaluated. Grammar: docs.python.org/3/reference/lexical_analysis.html, without prefixes, triple quotes,
 * `\N{…}` and adjacent strings.
 */
export function readPythonLiteral(text: string): LiteralResult {
  try {
    const { value, end } = valueAt(text, spaceEnd(text, 0), 0);
    const rest = spaceEnd(text, end);
    if (rest < text.length) throw new Fault(rest, 'text after the literal', 'the end');
    return { value };
  } catch (error) {
    if (error instanceof Fault) return { fault: { offset: error.offset, message: error.message, accepted: error.accepted } };
    throw error;
  }
}

class Fault extends Error {
  readonly offset: number;
  readonly accepted: string;

  constructor(offset: number, message: string, accepted: string) {
    super(message);
    this.offset = offset;
    this.accepted = accepted;
  }
}

interface Read {
  readonly value: Json;
  /** Index after it. */
  readonly end: number;
}

function valueAt(text: string, at: number, depth: number): Read {
  const first = text[at];
  if (depth > MOST_DEPTH) throw new Fault(at, 'nested too deeply', `at most ${MOST_DEPTH} levels`);
  if (first === '[') return itemsAt(text, at, ']', depth);
  if (first === '(') return itemsAt(text, at, ')', depth);
  if (first === '{') return entriesAt(text, at, depth);
  if (first === "'" || first === '"') return stringAt(text, at, first);
  const number = matchAt(NUMBER, text, at);
  if (number !== undefined) return { value: Number(number[0].replaceAll('_', '')), end: at + number[0].length };
  const word = matchAt(WORD, text, at)?.[0];
  if (word !== undefined) return { value: WORDS[word] ?? null, end: at + word.length };
  const message = at < text.length ? 'no Python literal' : 'the literal ends too early';
  throw new Fault(at, message, 'a quoted string, a number, True, False, None, [list] or {"key": value}');
}

/** A list or tuple from its opening bracket on; a trailing comma is allowed. */
function itemsAt(text: string, open: number, close: string, depth: number): Read {
  const items: Json[] = [];
  let at = spaceEnd(text, open + 1);
  while (text[at] !== close) {
    const { value, end } = valueAt(text, at, depth + 1);
    items.push(value);
    at = separatorEnd(text, end, close, open);
  }
  return { value: items, end: at + 1 };
}

function entriesAt(text: string, open: number, depth: number): Read {
  const entries: [string, Json][] = [];
  let at = spaceEnd(text, open + 1);
  while (text[at] !== '}') {
    const quote = text[at];
    if (quote !== "'" && quote !== '"') throw new Fault(at, 'no key', 'a quoted string');
    const key = stringAt(text, at, quote);
    const colon = spaceEnd(text, key.end);
    if (text[colon] !== ':') throw new Fault(colon, 'no colon after the key', ':');
    const { value, end } = valueAt(text, spaceEnd(text, colon + 1), depth + 1);
    entries.push([String(key.value), value]);
    at = separatorEnd(text, end, '}', open);
  }
  return { value: Object.fromEntries(entries), end: at + 1 };
}

/** Index of the next item, or of the closing bracket. */
function separatorEnd(text: string, from: number, close: string, open: number): number {
  const at = spaceEnd(text, from);
  if (text[at] === ',') return spaceEnd(text, at + 1);
  if (text[at] === close) return at;
  if (at < text.length) throw new Fault(at, 'no comma between items', `, or ${close}`);
  throw new Fault(open, `the ${text[open]} is never closed`, `${close} at its end`);
}

function stringAt(text: string, open: number, quote: string): Read {
  let value = '';
  let from = open + 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) return { value: value + text.slice(from, at), end: at + 1 };
    if (text[at] !== '\\') continue;
    const { character, end } = escapeAt(text, at);
    value += text.slice(from, at) + character;
    from = end;
    at = end - 1;
  }
  throw new Fault(open, 'the string is never closed', `${quote} at its end`);
}

/** An escape; Python keeps one it doesn't know as it stands. */
function escapeAt(text: string, at: number): { readonly character: string; readonly end: number } {
  const code = matchAt(CODE, text, at);
  if (code !== undefined) {
    const [all, x, u, long, octal] = code;
    const point = octal === undefined ? Number.parseInt(x ?? u ?? long ?? '', 16) : Number.parseInt(octal, 8);
    if (point > 0x10ffff) throw new Fault(at, 'no such character', 'up to \\U0010ffff');
    return { character: String.fromCodePoint(point), end: at + all.length };
  }
  const next = text[at + 1] ?? '';
  if (next !== '' && 'xuUN'.includes(next)) throw new Fault(at, 'a broken escape', '\\xhh, \\uhhhh, \\Uhhhhhhhh');
  return { character: ESCAPES[next] ?? `\\${next}`, end: at + 1 + next.length };
}

function spaceEnd(text: string, from: number): number {
  return from + (matchAt(SPACE, text, from)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
