/** Words that mean nearly the same in a request; each side may stand for the other. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['explain', 'describe'],
  ['help', 'assist'],
  ['show', 'display'],
  ['find', 'locate'],
  ['fix', 'repair'],
  ['begin', 'start'],
  ['big', 'large'],
  ['quick', 'fast'],
  ['wrong', 'incorrect'],
  ['need', 'require'],
  ['list', 'enumerate'],
  ['give', 'provide'],
  ['choose', 'select'],
  ['answer', 'reply'],
  ['problem', 'issue'],
  ['customer', 'client'],
  ['delete', 'remove'],
  ['check', 'verify'],
  ['return', 'send back'],
  ['receive', 'get'],
  ['summarise', 'sum up'],
  ['often', 'frequently'],
  ['only', 'just'],
  ['also', 'too'],
  ['because', 'since'],
  ['following', 'next'],
  ['total', 'overall'],
  ['correct', 'right'],
];

const OTHER = new Map(PAIRS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
const WORD = new RegExp(`(?<![A-Za-z])(?:${[...OTHER.keys()].join('|')})(?![A-Za-z])`, 'gi');

/** The text with one word of the table (the draw says which) exchanged, its first letter's case kept; null where it has none. */
export function withSynonym(text: string, draw: number): string | null {
  const found = [...text.matchAll(WORD)];
  const match = found[draw % Math.max(1, found.length)];
  if (match === undefined) return null;
  const [word] = match;
  const other = OTHER.get(word.toLowerCase()) ?? word;
  const cased = word.charAt(0) === word.charAt(0).toLowerCase() ? other : other.charAt(0).toUpperCase() + other.slice(1);
  return text.slice(0, match.index) + cased + text.slice(match.index + word.length);
}
