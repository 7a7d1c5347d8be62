import type { Scalar } from '../domain/json.js';
import { answerFacts } from './answer/facts.js';
import type { AnswerSignals } from './answer/signals.js';
import { refuseWord } from './check.js';
import { foldCondition } from './condition-tree.js';
import type { Condition } from './config.js';
import { compileOperators } from './operator.js';

/** Whether an answer is good enough to be served. */
export type AnswerTest = (answer: AnswerSignals) => boolean;

/** Answer fields by the name conditions use. */
const FIELDS: Readonly<Record<string, (answer: AnswerSignals) => Scalar | undefined>> = {
  ...Object.fromEntries(answerFacts.map(({ name, read }) => [name, read])),
  'answer.text': (answer) => answer.text,
};

/** Fields an `accept` condition may name. */
export const answerFields: readonly string[] = Object.keys(FIELDS);

/**
 * Compiles a condition over an answer, with the operators and the nesting of every other condition.
 *
 * @throws UserError for unknown fields and operators
 */
export function compileAccept(condition: Condition): AnswerTest {
  return foldCondition<AnswerTest>(condition, {
    leaf(field, spec) {
      const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
      if (read === undefined) throw refuseWord(field, 'unknown field in accept', field, answerFields);
      const test = compileOperators(spec, field);
      return (answer) => test(read(answer));
    },
    all: (parts) => (answer) => parts.every((test) => test(answer)),
    any: (parts) => (answer) => parts.some((test) => test(answer)),
    not: (part) => (answer) => !part(answer),
  });
}
