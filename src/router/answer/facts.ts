import type { Scalar } from '../../domain/json.js';
import type { AnswerSignals } from './signals.js';

/** A fact that may be known of an answer before anybody has judged it. */
export interface AnswerFact {
  /** As conditions name it. */
  readonly name: string;
  readonly kind: 'number' | 'word';
  read(answer: AnswerSignals): Scalar | undefined;
}

/** Every fact of an answer but its text. */
export const answerFacts: readonly AnswerFact[] = [
  { name: 'answer.finish_reason', kind: 'word', read: ({ finishReason }) => finishReason },
  { name: 'answer.length', kind: 'number', read: ({ length }) => length },
  { name: 'answer.refusal', kind: 'word', read: ({ refusal }) => refusal },
  { name: 'answer.json_valid', kind: 'word', read: ({ jsonValid }) => jsonValid },
  { name: 'answer.confidence', kind: 'number', read: ({ confidence }) => confidence },
  { name: 'answer.judge_score', kind: 'number', read: ({ judgeScore }) => judgeScore },
];

/** A fact of an answer by its name; undefined where it isn't known. */
export function answerFact(answer: AnswerSignals, name: string): Scalar | undefined {
  for (let i = 0; i < answerFacts.length; i++) if (answerFacts[i]?.name === name) return answerFacts[i]?.read(answer);
  return undefined;
}
