import type { Json, Scalar } from '../domain/json.js';

/** A number as JSON writes it: `007`, `0x1A` and ` 1 ` are texts, so that codes and names keep their form. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const WORDS: ReadonlyMap<string, Scalar> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
]);

/** A CSV cell's value: number, boolean (as JSON and Python write them) or null where it reads as one, else the text. */
export function csvScalar(text: string): Scalar {
  const word = WORDS.get(text);
  return word === undefined ? (csvNumber(text) ?? text) : word;
}

/** A CSV cell that may hold JSON: lists and objects are parsed, a plain number becomes one, all else is text. */
export function csvJson(text: string): Json {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return csvNumber(text) ?? text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A number that loses nothing by being one; whole numbers beyond 2⁵³ stay texts. */
function csvNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return undefined;
  return number;
}
