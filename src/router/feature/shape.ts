import type { Feature } from './feature.js';

/** Tab, line feed, vertical tab, form feed, carriage return, space. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function words(text: string): number {
  let count = 0;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const space = isSpace(text.charCodeAt(i));
    if (!space && !inside) count++;
    inside = !space;
  }
  return count;
}

/** A set of ASCII characters: looked up, which is several times faster than asking a function. */
function ascii(is: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (is(code) ? 1 : 0));
}

function count(text: string, set: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) sum += set[code] as number;
  }
  return sum;
}

const LINE_FEED = ascii((code) => code === 10);
const DIGITS = ascii((code) => code >= 48 && code <= 57);
const QUESTION_MARK = ascii((code) => code === 63);
const CAPITALS = ascii((code) => code >= 65 && code <= 90);
const SYMBOLS = ascii((code) => '#$%&*+/<=>@[\\]^_`{|}~'.indexOf(String.fromCharCode(code)) >= 0);

/** Runs of three or more backticks. */
function fences(text: string): number {
  let sum = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    run = text.charCodeAt(i) === 96 ? run + 1 : 0;
    if (run === 3) sum++;
  }
  return sum;
}

/** What the text looks like. */
export const shape: readonly Feature[] = [
  { name: 'prompt.words', unit: 'words', describe: 'Runs of characters other than ASCII white space.', of: words },
  {
    name: 'prompt.lines',
    unit: 'lines',
    describe: 'Line feeds plus one; 0 for the empty text.',
    of: (text) => (text === '' ? 0 : 1 + count(text, LINE_FEED)),
  },
  {
    name: 'prompt.digits',
    unit: 'digits',
    describe: 'ASCII digits.',
    of: (text) => count(text, DIGITS),
  },
  {
    name: 'prompt.question_marks',
    unit: 'question marks',
    describe: 'ASCII question marks.',
    of: (text) => count(text, QUESTION_MARK),
  },
  {
    name: 'prompt.capitals',
    unit: 'letters',
    describe: 'ASCII capital letters.',
    of: (text) => count(text, CAPITALS),
  },
  {
    name: 'prompt.symbols',
    unit: 'symbols',
    describe: 'ASCII characters of formulas and code: # $ % & * + / < = > @ [ \\ ] ^ _ ` { | } ~.',
    of: (text) => count(text, SYMBOLS),
  },
  { name: 'prompt.code_fences', unit: 'fences', describe: 'Runs of three or more backticks; a code block has two.', of: fences },
  {
    name: 'prompt.messages',
    unit: 'messages',
    describe: 'Messages of the request, of every role.',
    of: (_text, messages) => messages.length,
  },
];
