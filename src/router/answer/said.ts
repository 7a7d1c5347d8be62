import type { AnswerPart } from '../../domain/answer-part.js';
import { murmur3 } from '../identity/murmur3.js';
import { asciiLower } from '../operator.js';

const TWO_21 = 2 ** 21;
/** Seeds of the two hashes that make a print. */
const HIGH = 0x53414944;
const LOW = 0x50415254;

/**
 * A print of what an answer comes to: a whole number below 2⁵³, equal for equal parts and else different but for a chance of 2⁻⁵³;
 * null where the answer has no such part. Prints are compared, never texts, so that recordings need not keep their texts.
 */
export function printOf(text: string, by: AnswerPart): number | null {
  const part = by === 'text' ? plainText(text) : by === 'number' ? lastNumber(text) : lastChoice(text);
  return part === null ? null : (murmur3(part, HIGH) % TWO_21) * 2 ** 32 + murmur3(part, LOW);
}

/** The text with runs of white space as one blank, in ASCII lower case; null where nothing is left. */
export function plainText(text: string): string | null {
  let plain = '';
  let blank = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 32 || (code >= 9 && code <= 13)) {
      blank = true;
      continue;
    }
    if (blank && plain !== '') plain += ' ';
    blank = false;
    plain += text.charAt(i);
  }
  return plain === '' ? null : asciiLower(plain);
}

/**
 * The last number, as `-12.5`: commas between digits go, and so do leading zeros and zeros at the end of a fraction. Digits that go
 * on from a letter belong to a name.
 */
export function lastNumber(text: string): string | null {
  let end = text.length;
  while (end > 0) {
    while (end > 0 && !isDigit(text, end - 1)) end--;
    let from = end;
    while (from > 0 && (isDigit(text, from - 1) || isInside(text, from - 1))) from--;
    if (end > 0 && !(from > 0 && isLetter(text.charCodeAt(from - 1)))) {
      const minus =
        from > 0 &&
        text.charAt(from - 1) === '-' &&
        !(from > 1 && (isDigit(text, from - 2) || isLetter(text.charCodeAt(from - 2))));
      return plainNumber(text.slice(from, end), minus);
    }
    end = from;
  }
  return null;
}

/** A comma or point between two digits. */
function isInside(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 44 || code === 46) && at > 0 && isDigit(text, at - 1) && isDigit(text, at + 1);
}

function plainNumber(digits: string, minus: boolean): string {
  let whole = '';
  let fraction = '';
  let inFraction = false;
  const point = digits.lastIndexOf('.');
  for (let i = 0; i < digits.length; i++) {
    if (i === point) inFraction = true;
    else if (isDigit(digits, i)) {
      if (inFraction) fraction += digits.charAt(i);
      else if (whole !== '' || digits.charAt(i) !== '0') whole += digits.charAt(i);
    }
  }
  let length = fraction.length;
  while (length > 0 && fraction.charAt(length - 1) === '0') length--;
  const shown = `${whole === '' ? '0' : whole}${length === 0 ? '' : `.${fraction.slice(0, length)}`}`;
  return minus && shown !== '0' ? `-${shown}` : shown;
}

/** The last capital from A to H with neither letter nor digit beside it. */
export function lastChoice(text: string): string | null {
  for (let i = text.length - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code < 65 || code > 72) continue;
    const before = i > 0 && isWord(text.charCodeAt(i - 1));
    const after = i + 1 < text.length && isWord(text.charCodeAt(i + 1));
    if (!before && !after) return text.charAt(i);
  }
  return null;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** ASCII letters and everything beyond ASCII: a letter of another script is no separator. */
function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127;
}

function isWord(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 39;
}
