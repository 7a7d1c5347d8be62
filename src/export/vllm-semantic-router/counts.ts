import type { InputSpec } from '../../router/config.js';
import { any, type Built, every, not } from './rule.js';
import type { Signals } from './signals.js';

/** Any character, line ends included. */
const CHARACTER = '(?s).';

/** Fields that are a count of something, by the pattern of one. */
const COUNTED: Readonly<Record<string, string>> = {
  'prompt.code_points': CHARACTER,
  'prompt.words': '[^\\t-\\r ]+',
  'prompt.digits': '[0-9]',
  'prompt.question_marks': '\\?',
  'prompt.capitals': '[A-Z]',
  'prompt.symbols': '[#$%&*+/<=>@\\[\\\\\\]\\^_`{|}~]',
  'prompt.code_fences': '`{3,}',
};

/** A comparison of a count as rules on how often its pattern is found at least. Null where the field or the operator is another. */
export function countRule(field: string, operator: string, operand: unknown, input: InputSpec, signals: Signals): Built | null {
  const atLeast = (least: number): Built | null => atLeastRule(field, least, input, signals);
  if (atLeast(0) === null) return null;
  if (operator === '$in' || operator === '$nin') {
    const rules = (operand as readonly unknown[]).map((one) => countRule(field, '$eq', one, input, signals) as Built);
    return operator === '$in' ? any(rules) : not(any(rules));
  }
  // Whatever is no number never equals a count.
  if (typeof operand !== 'number') return operator === '$eq' ? false : operator === '$ne' ? true : null;
  const [up, down] = [Math.ceil(operand), Math.floor(operand)];
  const from = (least: number): Built => atLeast(least) as Built;
  const equal = (): Built => (up === down ? every([from(up), not(from(up + 1))]) : false);
  switch (operator) {
    case '$gt':
      return from(down + 1);
    case '$gte':
      return from(up);
    case '$lt':
      return not(from(up));
    case '$lte':
      return not(from(down + 1));
    case '$eq':
      return equal();
    case '$ne':
      return not(equal());
    default:
      return null;
  }
}

/** At least so many of a field: n tokens are more than (n − 1) times as many code points; n lines of some text have n − 1 ends between them. */
function atLeastRule(field: string, least: number, { codePointsPerToken: per }: InputSpec, signals: Signals): Built | null {
  if (field === 'prompt.tokens')
    return atLeastOf('code_points', CHARACTER, least < 1 ? 0 : Math.floor((least - 1) * per) + 1, signals);
  if (field === 'prompt.lines')
    return least > 1 ? atLeastOf('line_ends', '\\n', least - 1, signals) : atLeastOf('code_points', CHARACTER, least, signals);
  const pattern = COUNTED[field];
  return pattern === undefined ? null : atLeastOf(field.slice('prompt.'.length), pattern, least, signals);
}

function atLeastOf(of: string, pattern: string, least: number, signals: Signals): Built {
  return least < 1 ? true : signals.atLeast(of, pattern, least);
}
