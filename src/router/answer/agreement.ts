import { ANSWER_PARTS, type AnswerPart } from '../../domain/answer-part.js';
import { objectAt, wholeAt, wordAt } from '../check.js';
import type { Agreement } from './config.js';
import { printOf } from './said.js';
import type { AnswerSignals } from './signals.js';

export const MOST_SAMPLES = 16;

/** Which of some answers is served, and how many come to the same as it. */
export interface Majority {
  /** Place of the first answer of the largest group, ties to the earlier. */
  readonly place: number;
  readonly size: number;
}

/** The largest group of answers that come to the same. An answer without the compared part stands alone. */
export function majorityOf(prints: readonly (number | null)[]): Majority {
  let place = 0;
  let size = 0;
  for (let i = 0; i < prints.length; i++) {
    let own = 1;
    for (let j = i + 1; j < prints.length; j++) if (prints[i] !== null && prints[j] === prints[i]) own++;
    if (own > size) {
      place = i;
      size = own;
    }
  }
  return { place, size };
}

/** The print of an answer: as the driver gives it, else read off its text. */
export function answerPrint(answer: AnswerSignals, by: AnswerPart): number | null {
  const given = answer.prints?.[by];
  if (given !== undefined) return given;
  return answer.text === undefined ? null : printOf(answer.text, by);
}

/** Whether samples that are still to come can change the outcome. */
export function isSettled({ samples, need }: Agreement, asked: number, size: number): boolean {
  return size >= need || size + (samples - asked) < need;
}

/** @throws UserError naming the member and what is accepted */
export function checkAgreement(value: unknown, field: string): void {
  const agree = objectAt(value, field, ['samples', 'need', 'compare', 'legs']);
  const samples = wholeAt(agree['samples'], `${field}.samples`, 2, MOST_SAMPLES);
  wholeAt(agree['need'], `${field}.need`, 1, samples);
  wordAt(agree['compare'], `${field}.compare`, ANSWER_PARTS);
  wordAt(agree['legs'], `${field}.legs`, ['together', 'in_turn']);
}
