import type { Json } from '../../domain/json.js';
import type { Condition, InputSpec, Operators } from '../../router/config.js';

/** One check of the gateway, by its name. All of a target's must pass. */
export type Check = Readonly<Record<string, Readonly<Record<string, Json>>>>;

const ENDLESS = 1_000_000_000;

/**
 * A condition as checks of the gateway, or why there are none. `failOnError` says what becomes of the empty text, on which every check is
 * an error: it is set where the condition doesn't hold for it.
 */
export function checksOf(condition: Condition, input: InputSpec): readonly Check[] | string {
  const found: Check[] = [];
  for (const [field, spec] of Object.entries(condition)) {
    const checks = field === '$and' ? all(spec as readonly Condition[], input) : leaf(field, spec, input);
    if (typeof checks === 'string') return checks;
    found.push(...checks);
  }
  return found;
}

function all(conditions: readonly Condition[], input: InputSpec): readonly Check[] | string {
  const found: Check[] = [];
  for (const condition of conditions) {
    const checks = checksOf(condition, input);
    if (typeof checks === 'string') return checks;
    found.push(...checks);
  }
  return found;
}

function leaf(field: string, spec: unknown, { codePointsPerToken }: InputSpec): readonly Check[] | string {
  if (field === 'prompt.code_points') return lengthCheck(spec, field, 1);
  if (field === 'prompt.tokens') return lengthCheck(spec, field, codePointsPerToken);
  if (field === 'prompt.text') return textChecks(spec, field);
  return `a condition on ${field}: its checks see only the text and its length`;
}

/** n tokens are more than (n − 1) and at most n times as many code points. */
function lengthCheck(spec: unknown, field: string, per: number): readonly Check[] | string {
  let [least, most] = [0, ENDLESS];
  const operators = typeof spec === 'number' ? { $eq: spec } : (spec as Operators);
  for (const [operator, value] of Object.entries(operators)) {
    if (typeof value !== 'number') return `${operator} on ${field}`;
    // Whole lengths only: a threshold between two of them means the one inside.
    const [up, down] = [Math.ceil(value), Math.floor(value)];
    if (operator === '$gte' || operator === '$eq') least = Math.max(least, Math.floor((up - 1) * per) + 1);
    if (operator === '$gt') least = Math.max(least, Math.floor(down * per) + 1);
    if (operator === '$lte' || operator === '$eq') most = Math.min(most, Math.floor(down * per));
    if (operator === '$lt') most = Math.min(most, Math.floor((up - 1) * per));
    if (!['$gt', '$gte', '$lt', '$lte', '$eq'].includes(operator)) return `${operator} on ${field}`;
  }
  least = Math.max(0, least);
  return [{ 'default.characterCount': { minCharacters: least, maxCharacters: most, failOnError: least > 0 || most < 0 } }];
}

function textChecks(spec: unknown, field: string): readonly Check[] | string {
  if (spec === null || typeof spec !== 'object') return `a whole text as a condition on ${field}`;
  const checks: Check[] = [];
  for (const [operator, value] of Object.entries(spec as Operators)) {
    const opposite = operator === '$not';
    const inner = opposite ? (value as Operators) : { [operator]: value };
    // Not both of two is more than neither of them.
    if (opposite && Object.keys(inner).length !== 1) return `$not of several on ${field}`;
    for (const [own, operand] of Object.entries(inner)) {
      const rule =
        own === '$regex'
          ? foreignPattern(String(operand))
          : own === '$contains'
            ? containsPattern(operand as string | string[])
            : null;
      if (rule === null) return `${own} on ${field}: ${JSON.stringify(operand)}`;
      checks.push({
        'default.regexMatch': { rule, ...(opposite ? { not: true } : {}), failOnError: new RegExp(rule).test('') === opposite },
      });
    }
  }
  return checks;
}

/** Our pattern in the words of JavaScript: the same but for flags, and white space beyond ASCII. Null where it can't be told surely. */
function foreignPattern(pattern: string): string | null {
  const folded = pattern.startsWith('(?i)');
  const body = folded ? pattern.slice(4) : pattern;
  if (body.includes('(?') || /\\[^bBdDwW.\\+*?()[\]{}^$|/-]/.test(body)) return null;
  if (!folded) return /^[\x20-\x7e]*$/.test(body) && !/(?<!\\)\./.test(body) && !body.includes('[^') ? body : null;
  return /[[\]]/.test(body) || !/^[\x20-\x7e]*$/.test(body) || /(?<!\\)\./.test(body) ? null : eitherCase(body);
}

/** Any of some texts, ASCII case ignored. */
function containsPattern(texts: string | readonly string[]): string {
  return [texts]
    .flat()
    .map((text) => eitherCase(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')))
    .join('|');
}

/** Each ASCII letter outside an escape in both cases. */
function eitherCase(pattern: string): string {
  return pattern.replace(/\\.|[A-Za-z]/g, (one) => (one.length > 1 ? one : `[${one.toUpperCase()}${one.toLowerCase()}]`));
}
