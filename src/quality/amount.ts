import type { Json } from '../domain/json.js';
import type { ScorerDefinition } from './scorer.js';
import { only } from './text/only.js';
import { type Amount, type DecimalMark, readAmounts } from './text/read-amounts.js';
import { memberOf } from './text/reference-texts.js';

/**
 * 1 when the amount of money an answer gives is an accepted amount, else 0; 0 too when the answer gives none. Equal means
 * |answer − reference| ≤ max(tolerance, relative_tolerance · |reference|), and the same currency. Read are `$1,234.50`,
 * `EUR 1.234,50`, `1 234,50 €`, `CHF 1'234`, `1.5 million euros`, `-£3bn`, `₹12,34,567`; amounts with a currency come before
 * bare numbers, which count only where the answer names no currency at all. A bare $ is US dollars. A reference is a number,
 * a text that holds an amount, a list, `{any_of: […]}` or `{amount: …, currency: EUR}`; null where none can be read from it.
 */
export const amount: ScorerDefinition = {
  name: 'amount',
  version: 1,
  needs: 'text',
  description: 'the amount of money the answer gives is the reference’s',
  options: {
    extract: {
      kind: 'choice',
      default: 'last',
      choices: ['last', 'first', 'only'],
      description: 'which amount of the answer is meant; only: one that names two different amounts is wrong',
    },
    decimal: { kind: 'choice', default: 'point', choices: ['point', 'comma'], description: 'read 1.234 as 1.234 or as 1234' },
    currency: {
      kind: 'choice',
      default: 'if_given',
      choices: ['if_given', 'required', 'ignored'],
      description: 'if_given: another currency than the reference’s is wrong, none is not; required: none is wrong too',
    },
    tolerance: { kind: 'number', default: 0, min: 0, description: 'largest difference that still counts as equal' },
    relative_tolerance: { kind: 'number', default: 0, min: 0, description: 'the same, as a fraction of the reference' },
  },
  create(settings) {
    const extract = settings.choice('extract');
    const decimal = settings.choice('decimal') as DecimalMark;
    const currency = settings.choice('currency');
    const absolute = settings.number('tolerance');
    const relative = settings.number('relative_tolerance');
    const equal = (answer: Amount, accepted: Amount): boolean =>
      Math.abs(answer.value - accepted.value) <= Math.max(absolute, relative * Math.abs(accepted.value)) &&
      sameCurrency(answer.currency, accepted.currency, currency);
    return (recording, label) => {
      const accepted = acceptedAmounts(label.reference, decimal);
      if (accepted.length === 0 || recording.answer === undefined) return null;
      const found = readAmounts(recording.answer.text, decimal);
      const answer = extract === 'only' ? onlyAmount(found) : found.at(extract === 'first' ? 0 : -1);
      return answer !== undefined && accepted.some((one) => equal(answer, one)) ? 1 : 0;
    };
  },
};

function acceptedAmounts(reference: Json | undefined, decimal: DecimalMark): readonly Amount[] {
  const currency = memberOf(reference, 'currency');
  const held = memberOf(reference, 'amount') ?? memberOf(reference, 'any_of') ?? reference;
  const items = Array.isArray(held) ? (held as readonly Json[]) : [held];
  const amounts = items.flatMap((item) => amountIn(item, decimal) ?? []);
  return typeof currency === 'string' ? amounts.map(({ value }) => ({ value, currency })) : amounts;
}

function amountIn(item: Json | undefined, decimal: DecimalMark): Amount | undefined {
  if (typeof item === 'number') return { value: item, currency: undefined };
  return typeof item === 'string' ? readAmounts(item, decimal).at(-1) : undefined;
}

function onlyAmount(found: readonly Amount[]): Amount | undefined {
  return only(found.map(({ value, currency }) => `${value} ${currency}`)) === undefined ? undefined : found[0];
}

function sameCurrency(answer: string | undefined, accepted: string | undefined, rule: string): boolean {
  if (rule === 'ignored' || accepted === undefined) return true;
  return answer === undefined ? rule !== 'required' : answer === accepted;
}
