/** Letters a choice can have; without the choices' texts the first ten are accepted. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const UNKNOWN_CHOICES = 10;

/** How many letters are valid for a list of choices. */
export function letterCount(choices: readonly string[] | undefined): number {
  return choices === undefined ? UNKNOWN_CHOICES : Math.min(choices.length, LETTERS.length);
}

/** Index of a letter, upper or lower case; -1 when it is not one of the first `count`. */
export function letterIndex(letter: string, count: number): number {
  const index = letter.length === 1 ? LETTERS.indexOf(letter.toUpperCase()) : -1;
  return index < count ? index : -1;
}

/** Words that announce a choice, then the letter: in brackets, upper case, or lower case where nothing but punctuation follows. */
const STATED = new RegExp(
  [
    '(?:(?:[Aa]nswer|ANSWER|[Cc]hoice|CHOICE|[Oo]ption|OPTION)(?: ?:| is:?| IS:?| (?:would|should|must) be)',
    String.raw`|\b(?:choose|select|pick|go with)|\\boxed ?\{|####)`,
    String.raw` ?(?:(?:the )?(?:option|choice|letter|Option|Choice|Letter) )?(?:\\text ?\{)?`,
    String.raw`(?:\(([A-Za-z])\)|\[([A-Za-z])\]|([A-Z])(?![A-Za-z0-9'’])|([a-z])(?=[).}]|\n|$))(?=([^\n]{0,16}))`,
  ].join(''),
  'g',
);

/** A line that is nothing but a letter, maybe in brackets or with a full stop. */
const ALONE = /^[([]?([A-Za-z])[)\].:]*$/;

/** A line that starts with a letter set off by punctuation, as choices are printed. */
const LEADING = /^(?:\(([A-Za-z])\)|([A-Z])[).:])(?: |$)/;

/** Another letter offered in the same breath: then none was chosen. */
const HEDGE = /^[)\]}.]* ?(?:or|and|,|\/|&) ?\(?([A-Z])(?![A-Za-z0-9'’])/;

/**
 * Index of the choice an answer names by letter, -1 when it names none. The last explicit statement ("the answer is (C)")
 * wins; else the last line that is only a letter; else a letter in bold; else the letter every lettered line agrees on.
 * A statement that offers two letters chooses none.
 */
export function statedLetter(answer: string, count: number): number {
  const bold = lastBold(answer, count);
  const text = answer
    .replace(/[*_`$]+/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
  const stated = lastStatement(text, count);
  if (stated !== undefined) return stated;
  const lines = text.split('\n');
  const alone = lines.map((line) => letterIndex(ALONE.exec(line)?.[1] ?? '', count)).filter((index) => index >= 0);
  const last = alone.at(-1) ?? bold;
  return last ?? agreedLine(lines, count);
}

function lastStatement(text: string, count: number): number | undefined {
  let last: number | undefined;
  for (const match of text.matchAll(STATED)) {
    const index = letterIndex(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '', count);
    if (index < 0) continue;
    const other = HEDGE.exec(match[5] ?? '')?.[1];
    last = other !== undefined && letterIndex(other, count) >= 0 ? -1 : index;
  }
  return last;
}

function lastBold(text: string, count: number): number | undefined {
  let last: number | undefined;
  for (const match of text.matchAll(/\*\*\(?([A-Z])(?:[).:][^*\n]{0,200})?\*\*/g)) {
    const index = letterIndex(match[1] ?? '', count);
    if (index >= 0) last = index;
  }
  return last;
}

function agreedLine(lines: readonly string[], count: number): number {
  const named = new Set<number>();
  for (const line of lines) {
    const match = LEADING.exec(line);
    const index = letterIndex(match?.[1] ?? match?.[2] ?? '', count);
    if (index >= 0) named.add(index);
  }
  const [only] = named;
  return named.size === 1 && only !== undefined ? only : -1;
}
