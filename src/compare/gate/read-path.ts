import { gateError, type Stretch } from './syntax-error.js';

/** One part of a dotted path: a name, with what stands in its brackets if it has any. */
export interface Segment extends Stretch {
  readonly name: string;
  readonly argument: string | null;
}

/** A path and where it ends. */
export interface ReadPath {
  readonly segments: readonly Segment[];
  readonly end: number;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const DOT = /\s*\.\s*/y;

/**
 * Reads a dotted path such as `row(router:x).slice(legal clause).quality` from the start of an expression. What stands in
 * brackets may hold anything: brackets that pair up as they are, everything else between double quotes (`\"` for a quote).
 *
 * @throws UserError pointing at what is no name, at brackets that are empty or never closed
 */
export function readPath(text: string, from: number): ReadPath {
  const segments: Segment[] = [];
  let at = from;
  for (;;) {
    const segment = readSegment(text, at);
    segments.push(segment);
    at = segment.at + segment.length;
    const dot = match(DOT, text, at);
    if (dot === null) return { segments, end: at };
    at += dot.length;
  }
}

function readSegment(text: string, at: number): Segment {
  const name = match(NAME, text, at);
  if (name === null) {
    const found = text.slice(at).trim() === '' ? 'the expression ends where a name should stand' : 'a name should stand here';
    throw gateError(text, { at: Math.min(at, text.length), length: 1 }, found, {
      accepted: 'a metric such as quality.mean, slice(category), vs(row), row(id) or audits',
    });
  }
  const open = at + name.length;
  if (text[open] !== '(') return { name, argument: null, at, length: name.length };
  const { argument, end } = text[open + 1] === '"' ? quoted(text, open) : bare(text, open);
  if (argument === '') throw gateError(text, { at: open, length: end - open }, `nothing between the brackets of ${name}`);
  return { name, argument, at, length: end - at };
}

/** Up to the bracket that closes the one at `open`. */
function bare(text: string, open: number): { argument: string; end: number } {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return { argument: text.slice(open + 1, at).trim(), end: at + 1 };
  }
  throw unclosed(text, open);
}

const QUOTED = /"((?:[^"\\]|\\.)*)"\s*\)/y;

function quoted(text: string, open: number): { argument: string; end: number } {
  QUOTED.lastIndex = open + 1;
  const found = QUOTED.exec(text);
  if (found === null) throw unclosed(text, open);
  return { argument: (found[1] ?? '').replace(/\\(.)/g, '$1'), end: QUOTED.lastIndex };
}

function unclosed(text: string, open: number) {
  return gateError(text, { at: open, length: 1 }, 'this bracket is never closed', {
    hint: 'a name with brackets or quotes of its own goes between double quotes: slice("a (b")',
  });
}

/** What a sticky pattern finds at a place. */
function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
