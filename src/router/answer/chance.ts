import { listAt, objectAt, refuse, refuseWord, textAt, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { packedAt, unpack } from '../packed.js';
import { checkTable, lookUp, SCORE_LIMIT } from '../predictor/table.js';
import type { RequestBatch } from '../router.js';
import { checkSpace, compileSpace, spaceColumns } from '../space/index.js';
import type { AnswerChance, NumberFact, RungChance, WordFact } from './config.js';
import { answerFact, answerFacts } from './facts.js';
import type { AnswerSignals } from './signals.js';

/** Sums stay below 2⁵³: a bias up to 2⁵⁰ and 1,024 facts of 2³⁵; rows up to 2²⁰ long over 2²⁰ columns with weights below 2¹⁵. */
const MOST_BIAS = 2 ** 50;
const MOST_WEIGHT = 2 ** 35;
const MOST_ENTRIES = 1024;
const STEP = 2 ** 13;

/** The score of an answer whose request adds `base`. */
export function answerScore({ facts, bias, shift }: AnswerChance, base: number, answer: AnswerSignals): number {
  let sum = bias;
  for (let i = 0; i < facts.length; i++) sum += termOf(facts[i] as NumberFact | WordFact, answer);
  return cut(Math.floor(sum / powerOfTwo(shift)) + base);
}

/** The chance in units of 2⁻²⁰. */
export function answerChance(chance: AnswerChance, base: number, answer: AnswerSignals): number {
  return lookUp(chance.table, answerScore(chance, base, answer));
}

function termOf(fact: NumberFact | WordFact, answer: AnswerSignals): number {
  const value = answerFact(answer, fact.of);
  if (value === undefined) return 0;
  if ('values' in fact) {
    const at = fact.values.indexOf(value);
    return at < 0 ? 0 : (fact.weights[at] as number);
  }
  if (typeof value !== 'number') return 0;
  let at = 0;
  while (at < fact.edges.length && value >= (fact.edges[at] as number)) at++;
  return fact.weights[at] as number;
}

/** What the request adds to the scores of its answers, by row: a multiple of 2¹³, 0 where the chance reads no request. */
export function compileRequestPart(
  { request, shift }: RungChance,
  input: InputSpec,
): (batch: RequestBatch) => (row: number) => number {
  if (request === undefined) return () => () => 0;
  const read = compileSpace(request.space, input);
  const weights = unpack(request.weights);
  const divisor = powerOfTwo(shift) * STEP;
  return (batch) => {
    const vectorAt = read(batch);
    return (row) => {
      const { size, index, value } = vectorAt(row);
      let sum = 0;
      for (let at = 0; at < size; at++) sum += (value[at] as number) * (weights[index[at] as number] as number);
      return cut(Math.floor(sum / divisor) * STEP);
    };
  };
}

/** @throws UserError naming the member and what is accepted */
export function checkRungChance(value: unknown, field: string): void {
  const chance = objectAt(value, field, ['facts', 'bias', 'shift', 'table', 'request']);
  const facts = listAt(chance['facts'], `${field}.facts`);
  if (facts.length > MOST_ENTRIES) throw refuse(`${field}.facts`, 'is too long', { accepted: `up to ${MOST_ENTRIES}` });
  facts.forEach((entry, index) => {
    checkFact(entry, `${field}.facts[${index}]`);
  });
  wholeAt(chance['bias'], `${field}.bias`, -MOST_BIAS, MOST_BIAS);
  wholeAt(chance['shift'], `${field}.shift`, 0, 30);
  checkTable(objectAt(chance['table'], `${field}.table`, ['x', 'y']), `${field}.table`);
  if (chance['request'] === undefined) return;
  const request = objectAt(chance['request'], `${field}.request`, ['space', 'weights']);
  const columns = spaceColumns(checkSpace(request['space'], `${field}.request.space`));
  packedAt(request['weights'], `${field}.request.weights`, ['i8', 'i16'], columns);
}

function checkFact(value: unknown, field: string): void {
  const fact = objectAt(value, field, ['of', 'edges', 'values', 'weights']);
  const of = textAt(fact['of'], `${field}.of`);
  const known = answerFacts.find(({ name }) => name === of);
  if (known === undefined)
    throw refuseWord(
      `${field}.of`,
      'unknown fact',
      of,
      answerFacts.map(({ name }) => name),
    );
  const member = known.kind === 'number' ? 'edges' : 'values';
  objectAt(value, field, ['of', member, 'weights']);
  const entries = listAt(fact[member], `${field}.${member}`);
  const weights = listAt(fact['weights'], `${field}.weights`);
  wholeAt(entries.length, `${field}.${member}.length`, 0, MOST_ENTRIES);
  if (weights.length !== entries.length + (member === 'edges' ? 1 : 0))
    throw refuse(`${field}.weights`, 'has the wrong length', { accepted: `one for each of ${field}.${member}` });
  weights.forEach((one, index) => {
    wholeAt(one, `${field}.weights[${index}]`, -MOST_WEIGHT, MOST_WEIGHT);
  });
  entries.forEach((one, index) => {
    const before = index === 0 ? Number.NEGATIVE_INFINITY : (entries[index - 1] as number);
    if (member === 'edges' && !(typeof one === 'number' && Number.isFinite(one) && one > before))
      throw refuse(`${field}.edges[${index}]`, 'is no number above the one before', { value: String(one) });
  });
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}

function cut(score: number): number {
  return score >= SCORE_LIMIT ? SCORE_LIMIT - 1 : score <= -SCORE_LIMIT ? 1 - SCORE_LIMIT : score;
}
