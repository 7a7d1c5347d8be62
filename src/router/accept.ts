import type { Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import type { Condition } from './config.js';
import type { AnswerSignals } from './execution.js';
import { compileOperators } from './operator.js';

/** Whether an answer is good enough to be served. */
export type AnswerTest = (answer: AnswerSignals) => boolean;

/** Answer fields by the name conditions use. */
const FIELDS: Readonly<Record<string, (answer: AnswerSignals) => Scalar | undefined>> = {
  'answer.finish_reason': (answer) => answer.finishReason,
  'answer.length': (answer) => answer.length,
  'answer.refusal': (answer) => answer.refusal,
  'answer.json_valid': (answer) => answer.jsonValid,
  'answer.confidence': (answer) => answer.confidence,
  'answer.judge_score': (answer) => answer.judgeScore,
  'answer.text': (answer) => answer.text,
};

/** Fields an `accept` condition may name. */
export const answerFields: readonly string[] = Object.keys(FIELDS);

/**
 * Compiles a condition over an answer.
 *
 * @throws UserError for unknown fields and operators
 */
export function compileAccept(condition: Condition): AnswerTest {
  const tests: AnswerTest[] = [];
  for (const [name, spec] of Object.entries(condition as Readonly<Record<string, unknown>>)) tests.push(compilePart(name, spec));
  return (answer) => tests.every((test) => test(answer));
}

function compilePart(name: string, spec: unknown): AnswerTest {
  if (name === '$and' || name === '$or') {
    const inner = (spec as readonly Condition[]).map((one) => compileAccept(one));
    return name === '$and' ? (answer) => inner.every((test) => test(answer)) : (answer) => inner.some((test) => test(answer));
  }
  if (name === '$not') {
    const inner = compileAccept(spec as Condition);
    return (answer) => !inner(answer);
  }
  const read = FIELDS[name];
  if (read === undefined || !Object.hasOwn(FIELDS, name)) {
    const close = nearest(name, answerFields);
    throw new UserError({
      message: 'unknown field in accept',
      field: name,
      accepted: answerFields.join(', '),
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  const test = compileOperators(spec, name);
  return (answer) => test(read(answer));
}
