import { codePointAt } from '../identity/utf8.js';
import { type Cursor, peek, refused } from './cursor.js';
import { parseClass, parseEscape } from './parse-class.js';
import { caseFolded, inverted, LAST_CODE_POINT, MOST_NESTING, MOST_REPEATS, type Node, type Ranges } from './syntax.js';

/**
 * Parses a pattern of the supported subset.
 *
 * @throws UserError naming the position and what is accepted
 */
export function parsePattern(pattern: string): Node {
  const flags = leadingFlags(pattern);
  const points: number[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const point = codePointAt(pattern, i);
    if (point > 0xffff) i++;
    points.push(point);
  }
  const cursor: Cursor = { points, at: flags.length, depth: 0, ignoreCase: flags.includes('i'), dotAll: flags.includes('s') };
  const node = parseEither(cursor);
  if (cursor.at < points.length) throw refused(cursor, 'unmatched )');
  return node;
}

/** `(?i)`, `(?s)` or `(?is)` at the very start. */
function leadingFlags(pattern: string): string {
  if (!pattern.startsWith('(?')) return '';
  const end = pattern.indexOf(')');
  const letters = pattern.slice(2, Math.max(2, end));
  for (let i = 0; i < letters.length; i++) if (letters[i] !== 'i' && letters[i] !== 's') return '';
  return letters === '' ? '' : pattern.slice(0, end + 1);
}

function parseEither(cursor: Cursor): Node {
  const options = [parseSequence(cursor)];
  while (peek(cursor) === '|') {
    cursor.at++;
    options.push(parseSequence(cursor));
  }
  return options.length === 1 ? (options[0] as Node) : { kind: 'either', options };
}

function parseSequence(cursor: Cursor): Node {
  const items: Node[] = [];
  while (cursor.at < cursor.points.length && peek(cursor) !== '|' && peek(cursor) !== ')') items.push(parseRepeat(cursor));
  return items.length === 1 ? (items[0] as Node) : { kind: 'sequence', items };
}

function parseRepeat(cursor: Cursor): Node {
  const item = parseAtom(cursor);
  const bounds = parseBounds(cursor);
  if (bounds === null) return item;
  // A lazy repeat matches the same texts; only its captures would differ.
  if (peek(cursor) === '?') cursor.at++;
  if (parseBounds({ ...cursor }) !== null) throw refused(cursor, 'a repeat of a repeat');
  return { kind: 'repeat', item, ...bounds };
}

function parseBounds(cursor: Cursor): { min: number; max: number | null } | null {
  switch (peek(cursor)) {
    case '*':
      cursor.at++;
      return { min: 0, max: null };
    case '+':
      cursor.at++;
      return { min: 1, max: null };
    case '?':
      cursor.at++;
      return { min: 0, max: 1 };
    case '{':
      return parseCounts(cursor);
    default:
      return null;
  }
}

function parseCounts(cursor: Cursor): { min: number; max: number | null } {
  cursor.at++;
  const min = parseNumber(cursor);
  let max: number | null = min;
  if (peek(cursor) === ',') {
    cursor.at++;
    max = peek(cursor) === '}' ? null : parseNumber(cursor);
  }
  if (peek(cursor) !== '}') throw refused(cursor, 'a { that is not {m}, {m,} or {m,n} (escape it as \\{)');
  cursor.at++;
  if (max !== null && max < min) throw refused(cursor, '{m,n} with n below m');
  return { min, max };
}

function parseNumber(cursor: Cursor): number {
  let digits = '';
  while (peek(cursor) >= '0' && peek(cursor) <= '9' && peek(cursor) !== '') {
    digits += peek(cursor);
    cursor.at++;
  }
  if (digits === '') throw refused(cursor, 'a { that is not {m}, {m,} or {m,n} (escape it as \\{)');
  if (Number(digits) > MOST_REPEATS) throw refused(cursor, `a repeat above ${MOST_REPEATS}`);
  return Number(digits);
}

function parseAtom(cursor: Cursor): Node {
  const character = peek(cursor);
  switch (character) {
    case '(':
      return parseGroup(cursor);
    case '[':
      return { kind: 'set', ranges: parseClass(cursor) };
    case '\\':
      return parseEscaped(cursor);
    case '^':
    case '$':
      cursor.at++;
      return { kind: 'assert', which: character === '^' ? 'start' : 'end' };
    case '.':
      cursor.at++;
      return { kind: 'set', ranges: cursor.dotAll ? [[0, LAST_CODE_POINT]] : inverted([[10, 10]]) };
    case '*':
    case '+':
    case '?':
    case '{':
      throw refused(cursor, `nothing to repeat before ${character}`);
    default: {
      const point = cursor.points[cursor.at] as number;
      cursor.at++;
      return setOf(cursor, [[point, point]]);
    }
  }
}

function parseEscaped(cursor: Cursor): Node {
  const next = peek(cursor, 1);
  if (next === 'b' || next === 'B') {
    cursor.at += 2;
    return { kind: 'assert', which: next === 'b' ? 'word' : 'not_word' };
  }
  return setOf(cursor, parseEscape(cursor));
}

function parseGroup(cursor: Cursor): Node {
  if (++cursor.depth > MOST_NESTING) throw refused(cursor, `groups nested deeper than ${MOST_NESTING}`);
  cursor.at++;
  if (peek(cursor) === '?') {
    if (peek(cursor, 1) !== ':') throw refused(cursor, 'a (?…) group other than (?:…)');
    cursor.at += 2;
  }
  const inner = parseEither(cursor);
  if (peek(cursor) !== ')') throw refused(cursor, 'a ( that is never closed');
  cursor.at++;
  cursor.depth--;
  return inner;
}

function setOf(cursor: Cursor, ranges: Ranges): Node {
  return { kind: 'set', ranges: cursor.ignoreCase ? caseFolded(ranges) : ranges };
}
