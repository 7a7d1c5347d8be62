import type { MetricUnit } from '../../domain/results.js';
import { GATE_OPERATORS, type GateExpression, type GateOperator } from './gate.js';
import { limitRange } from './limit-range.js';
import { readPath } from './read-path.js';
import { type GateVocabulary, subjectOf, type UnitSubject } from './subject-of.js';
import { gateError, type Stretch } from './syntax-error.js';

const EXAMPLE = 'quality.mean >= 0.8';
const SPACE = /\s*/y;
const OPERATOR = /[<>=!~≥≤]+/y;
const NUMBER = /(\$?)\s*([+\-−]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(%|ms|s)?/y;

/**
 * Reads one gate: `<what> <operator> <number>`, where what is a metric (`quality.mean`), `slice(<category>).quality`,
 * `vs(<row>).quality`, any of them after `row(<id>).`, or `audits.error`. Numbers may carry `$`, `%`, `ms` or `s` where
 * the subject has that unit.
 *
 * @throws UserError pointing into the expression
 */
export function parseGate(given: string, vocabulary: GateVocabulary): GateExpression {
  const text = given.trim();
  if (text === '') throw gateError(given, { at: 0, length: 1 }, 'an empty gate', { accepted: EXAMPLE });
  refuseNumberFirst(text);
  const { segments, end } = readPath(text, 0);
  const named = subjectOf(text, segments, vocabulary);
  const { operator, after } = readOperator(text, end, named);
  return { text, subject: named.subject, operator, limit: readLimit(text, after, named), unit: named.unit };
}

function refuseNumberFirst(text: string): void {
  NUMBER.lastIndex = 0;
  const found = NUMBER.exec(text)?.[0];
  if (found === undefined) return;
  throw gateError(text, { at: 0, length: found.trimEnd().length }, 'the number stands on the right', { accepted: EXAMPLE });
}

/** What people write for an operator, and what they mean. */
const MEANT: Readonly<Record<string, GateOperator>> = { '≥': '>=', '≤': '<=' };
const CLOSE: Readonly<Record<string, GateOperator>> = { '=>': '>=', '=<': '<=', '=': '==', '===': '==' };

function readOperator(text: string, from: number, { unit }: UnitSubject): { operator: GateOperator; after: number } {
  const at = skipped(text, from);
  OPERATOR.lastIndex = at;
  const found = OPERATOR.exec(text)?.[0];
  const accepted = unit === 'count' ? GATE_OPERATORS.join(' ') : '>= <= > <';
  if (found === undefined) {
    const message = at === text.length ? 'a comparison is missing' : 'a comparison should stand here';
    throw gateError(text, { at, length: 1 }, message, { accepted });
  }
  const stretch = { at, length: found.length };
  const operator = MEANT[found] ?? GATE_OPERATORS.find((one) => one === found);
  if (operator === undefined) {
    const close = CLOSE[found];
    throw gateError(text, stretch, `no comparison is written ${found}`, {
      accepted,
      ...(close === undefined || (close === '==' && unit !== 'count') ? {} : { nearest: close }),
    });
  }
  if (operator === '==' && unit !== 'count') {
    throw gateError(text, stretch, 'an interval never proves that a measured number equals another', { accepted });
  }
  return { operator, after: at + found.length };
}

/** Where a unit may be written behind (or before) the number, and what the number is then multiplied by. */
const FACTORS: Readonly<Record<MetricUnit, Readonly<Record<string, number>>>> = {
  fraction: { '': 1, '%': 0.01 },
  ratio: { '': 1, '%': 0.01 },
  usd: { '': 1, $: 1 },
  calls: { '': 1 },
  ms: { '': 1, ms: 1, s: 1000 },
  count: { '': 1 },
};

function readLimit(text: string, from: number, { subject, unit }: UnitSubject): number {
  const at = skipped(text, from);
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  const accepted = acceptedNumbers(unit);
  if (found === null) {
    const message = at === text.length ? 'a number is missing' : 'a number should stand here';
    throw gateError(text, { at, length: 1 }, message, { accepted });
  }
  const [whole, dollar = '', digits = '', suffix = ''] = found;
  const factor = dollar !== '' && suffix !== '' ? undefined : FACTORS[unit][dollar + suffix];
  if (factor === undefined) {
    throw gateError(text, { at, length: whole.length }, `not in the unit of the number on the left`, { accepted });
  }
  refuseUnknownUnit(text, { at, length: whole.length }, accepted);
  refuseMore(text, at + whole.length);
  const limit = Number(digits.replace('−', '-')) * factor;
  if (!Number.isFinite(limit)) throw gateError(text, { at, length: whole.length }, 'too large a number', { accepted });
  refuseImpossible(text, { at, length: whole.trimEnd().length }, limit, limitRange(subject, unit));
  return limit;
}

/** A limit the number can't reach always holds or never does, so a slip such as 80 for 80 % would go unseen. */
function refuseImpossible(text: string, stretch: Stretch, limit: number, range: ReturnType<typeof limitRange>): void {
  if (range === null || (limit >= range[0] && limit <= range[1])) return;
  const given = text.slice(stretch.at, stretch.at + stretch.length);
  const percent = Math.abs(limit) <= 100 && !given.includes('%') ? { nearest: `${given} %` } : {};
  throw gateError(text, stretch, `the number on the left is never outside ${range[0]} to ${range[1]}`, {
    accepted: `${range[0]} to ${range[1]}, or ${100 * range[0]} % to 100 %`,
    ...percent,
  });
}

/** One word right behind the number is meant as its unit: `2.5m`, `2.5 sec`. */
function refuseUnknownUnit(text: string, { at, length }: Stretch, accepted: string): void {
  const word = /^\s*[^\s\d]+$/.exec(text.slice(at + length))?.[0];
  if (word === undefined) return;
  throw gateError(text, { at, length: length + word.length }, 'not in the unit of the number on the left', { accepted });
}

function acceptedNumbers(unit: MetricUnit): string {
  switch (unit) {
    case 'fraction':
    case 'ratio':
      return 'a number such as 0.8 or 80%';
    case 'usd':
      return 'USD such as 1.5 or $1.5';
    case 'calls':
      return 'a number of calls such as 0.25';
    case 'ms':
      return 'ms or s, such as 2500, 2500ms or 2.5s';
    case 'count':
      return 'a whole number such as 0';
  }
}

function refuseMore(text: string, from: number): void {
  const at = skipped(text, from);
  if (at === text.length) return;
  throw gateError(text, { at, length: text.length - at }, 'the gate should end here', {
    hint: 'one comparison a gate: write two gates for two promises',
  });
}

function skipped(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}
