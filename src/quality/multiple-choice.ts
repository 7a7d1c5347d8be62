import type { Json } from '../domain/json.js';
import type { ScorerDefinition } from './scorer.js';
import { letterCount, letterIndex, statedLetter } from './text/choice-letter.js';
import { normaliseText } from './text/normalise-text.js';

const RULES = { foldCase: true, stripPunctuation: true };

/**
 * 1 when the choice an answer takes is the right one, else 0; 0 too when it takes none or several. A choice is taken by its
 * letter ("The answer is (C)", "**B**", "C.", "Answer: D", a bare letter; the last explicit statement wins), else by its text:
 * the whole answer, or the only choice whose text appears in it. The reference is a letter, a 0-based number, a choice's
 * text, or a list of those; null for any other. A letter is read as a letter even where a choice's text is that letter.
 */
export const multipleChoice: ScorerDefinition = {
  name: 'multiple_choice',
  version: 1,
  needs: 'text',
  description: 'the answer takes the right one of several lettered choices',
  options: {},
  create: () => (recording, label) => {
    const right = rightChoices(label.reference, label.choices);
    if (right === undefined || recording.answer === undefined) return null;
    return right.includes(takenChoice(recording.answer.text, label.choices)) ? 1 : 0;
  },
};

function rightChoices(reference: Json | undefined, choices: readonly string[] | undefined): readonly number[] | undefined {
  if (reference === undefined) return undefined;
  const list = Array.isArray(reference) ? reference : [reference];
  const right = list.map((item) => choiceIndex(item, choices));
  return right.length > 0 && right.every((index) => index >= 0) ? right : undefined;
}

function choiceIndex(item: Json, choices: readonly string[] | undefined): number {
  const count = letterCount(choices);
  if (typeof item === 'number') return Number.isInteger(item) && item < count ? item : -1;
  if (typeof item !== 'string') return -1;
  const letter = letterIndex(item.replace(/[().\s]+/g, ''), count);
  return letter >= 0 ? letter : normalised(choices).indexOf(normaliseText(item, RULES));
}

/** Index of the choice an answer takes, -1 for none or several. */
function takenChoice(answer: string, choices: readonly string[] | undefined): number {
  const texts = normalised(choices);
  const whole = normaliseText(answer, RULES);
  const letter = letterIndex(whole.replace(/^[([]|[)\]]$/g, ''), letterCount(choices));
  if (letter >= 0) return letter;
  const equal = texts.indexOf(whole);
  if (equal >= 0) return equal;
  const stated = statedLetter(answer, letterCount(choices));
  return stated >= 0 ? stated : onlyContained(whole, texts);
}

/** The only choice whose text stands in the answer; a choice found inside a longer one that is also found doesn't count. */
function onlyContained(answer: string, texts: readonly string[]): number {
  const found = texts.map((text, index) => ({ text, index })).filter(({ text }) => text !== '' && hasWords(answer, text));
  const longest = found.filter(({ text }) => !found.some((other) => other.text !== text && other.text.includes(text)));
  return longest.length === 1 ? (longest[0]?.index ?? -1) : -1;
}

/** True when the words stand in the text, not inside other words. */
function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + words.length])) return true;
  }
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function normalised(choices: readonly string[] | undefined): readonly string[] {
  return (choices ?? []).map((text) => normaliseText(text, RULES));
}
