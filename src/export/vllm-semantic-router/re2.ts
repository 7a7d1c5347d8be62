import { parsePattern } from '../../router/pattern/parse.js';
import { inverted, LAST_CODE_POINT, type Node, type Ranges } from '../../router/pattern/syntax.js';

/** Go's regexp turns away patterns whose repeats in repeats come to more. */
const MOST_REPEATS = 1000;

const ASSERTIONS = { start: '^', end: '$', word: '\\b', not_word: '\\B' } as const;
const CONTROLS: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

/** Our pattern in RE2's words, letter case spelled out, since RE2's own folding goes beyond ASCII. Null where Go would turn it away. */
export function re2Of(pattern: string): string | null {
  const node = parsePattern(pattern);
  return repeatsOf(node) > MOST_REPEATS ? null : written(node);
}

/** Any of some texts, ASCII case ignored. */
export function containsRe2(texts: string | readonly string[]): string {
  return [texts]
    .flat()
    .map((text) => [...text].map((one) => (/[A-Za-z]/.test(one) ? `[${one.toUpperCase()}${one.toLowerCase()}]` : escaped(one))))
    .map((points) => points.join(''))
    .join('|');
}

function repeatsOf(node: Node): number {
  switch (node.kind) {
    case 'sequence':
      return Math.max(1, ...node.items.map(repeatsOf));
    case 'either':
      return Math.max(1, ...node.options.map(repeatsOf));
    case 'repeat':
      return Math.max(node.min, node.max ?? 1, 1) * repeatsOf(node.item);
    default:
      return 1;
  }
}

function written(node: Node): string {
  switch (node.kind) {
    case 'set':
      return setText(node.ranges);
    case 'sequence':
      return node.items.map((item) => (item.kind === 'either' ? `(?:${written(item)})` : written(item))).join('');
    case 'either':
      return node.options.map(written).join('|');
    case 'repeat': {
      const item = node.item.kind === 'set' ? written(node.item) : `(?:${written(node.item)})`;
      return `${item}${boundsText(node.min, node.max)}`;
    }
    case 'assert':
      return ASSERTIONS[node.which];
  }
}

function boundsText(min: number, max: number | null): string {
  if (max === null && min <= 1) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  return max === min ? `{${min}}` : `{${min},${max ?? ''}}`;
}

function setText(ranges: Ranges): string {
  const [first] = ranges;
  if (ranges.length === 1 && first !== undefined && first[0] === first[1]) return escaped(String.fromCodePoint(first[0]));
  const rest = inverted(ranges);
  if (rest.length === 0) return '[\\w\\W]';
  const open = ranges.some(([, high]) => high === LAST_CODE_POINT);
  return open ? `[^${membersText(rest)}]` : `[${membersText(ranges)}]`;
}

function membersText(ranges: Ranges): string {
  const point = (code: number): string => escaped(String.fromCodePoint(code));
  return ranges.map(([low, high]) => (low === high ? point(low) : `${point(low)}-${point(high)}`)).join('');
}

function escaped(character: string): string {
  return (
    CONTROLS[character.codePointAt(0) as number] ??
    (/[!-/:-@[-`{-~]/.test(character) && character !== '_' ? `\\${character}` : character)
  );
}
