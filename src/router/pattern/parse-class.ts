import { type Cursor, peek, refused } from './cursor.js';
import { caseFolded, DIGIT, inverted, merged, type Ranges, SPACE, WORD } from './syntax.js';

/** Single characters by their escape letter. */
const CONTROL: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11 };

/** A `\x` escape under the cursor as a set. */
export function parseEscape(cursor: Cursor): Ranges {
  const letter = peek(cursor, 1);
  cursor.at += 2;
  switch (letter) {
    case 'd':
      return DIGIT;
    case 'D':
      return inverted(DIGIT);
    case 'w':
      return WORD;
    case 'W':
      return inverted(WORD);
    case 's':
      return SPACE;
    case 'S':
      return inverted(SPACE);
    default:
      return [[escapedPoint(cursor, letter), escapedPoint(cursor, letter)]];
  }
}

function escapedPoint(cursor: Cursor, letter: string): number {
  const control = CONTROL[letter];
  if (control !== undefined) return control;
  const point = letter.codePointAt(0);
  if (point === undefined) throw refused(cursor, 'a \\ at the end');
  const wordLike = WORD.some(([low, high]) => point >= low && point <= high);
  if (wordLike) throw refused({ ...cursor, at: cursor.at - 2 }, `the escape \\${letter}`);
  return point;
}

/** A [class] under the cursor, letter case settled: folding comes before negation, so that (?i)[^a] leaves out A too. */
export function parseClass(cursor: Cursor): Ranges {
  const opened = { ...cursor };
  cursor.at++;
  const negated = peek(cursor) === '^';
  if (negated) cursor.at++;
  const ranges: (readonly [number, number])[] = [];
  for (let first = true; first || peek(cursor) !== ']'; first = false) {
    if (cursor.at >= cursor.points.length) throw refused(opened, 'a [ that is never closed');
    ranges.push(...parseMember(cursor));
  }
  cursor.at++;
  const members = cursor.ignoreCase ? caseFolded(ranges) : merged(ranges);
  return negated ? inverted(members) : members;
}

/** One member: a character, an escape, or a range a-z. */
function parseMember(cursor: Cursor): Ranges {
  if (peek(cursor) === '[' && peek(cursor, 1) === ':') throw refused(cursor, 'a [:named:] class');
  const low = parsePoint(cursor);
  if (typeof low !== 'number') return low;
  if (peek(cursor) !== '-' || peek(cursor, 1) === ']' || peek(cursor, 1) === '') return [[low, low]];
  cursor.at++;
  const high = parsePoint(cursor);
  if (typeof high !== 'number' || high < low) throw refused(cursor, 'a range that is not from low to high');
  return [[low, high]];
}

/** A single code point, or the set of a class escape such as \d. */
function parsePoint(cursor: Cursor): number | Ranges {
  if (peek(cursor) === '\\') {
    const ranges = parseEscape(cursor);
    const only = ranges[0];
    return ranges.length === 1 && only !== undefined && only[0] === only[1] ? only[0] : ranges;
  }
  const point = cursor.points[cursor.at] as number;
  cursor.at++;
  return point;
}
