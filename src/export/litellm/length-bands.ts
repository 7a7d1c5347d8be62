import type { Condition, InputSpec, Operators } from '../../router/config.js';

/** Texts of at least `from` code points, up to the next band, go to `use`. */
export interface Band {
  readonly from: number;
  readonly use: string;
}

/** A rule on nothing but a text's length; one without `when` always holds. */
export interface LengthRule {
  readonly when?: Condition;
  readonly use: string;
}

const COMPARED: Readonly<Record<string, (length: number, to: number) => boolean>> = {
  $eq: (length, to) => length === to,
  $gt: (length, to) => length > to,
  $gte: (length, to) => length >= to,
  $lt: (length, to) => length < to,
  $lte: (length, to) => length <= to,
};

/** Fields that are lengths. */
export function isLength(field: string): boolean {
  return field === 'prompt.tokens' || field === 'prompt.code_points';
}

/** What rules on lengths say of every length, the last of them always holding; a text where a comparison is no comparison of numbers. */
export function bandsOf(rules: readonly LengthRule[], { codePointsPerToken: per }: InputSpec): readonly Band[] | string {
  const starts = new Set([0]);
  for (const { when = {} } of rules)
    for (const [field, spec] of Object.entries(when))
      for (const [operator, value] of Object.entries(operatorsOf(spec))) {
        if (COMPARED[operator] === undefined || typeof value !== 'number') return `${operator} on ${field}`;
        for (const whole of [Math.floor(value), Math.ceil(value)])
          for (const first of [whole, whole + 1])
            starts.add(Math.max(0, field === 'prompt.tokens' ? Math.floor((first - 1) * per) + 1 : first));
      }
  const bands: Band[] = [];
  for (const from of [...starts].sort((a, b) => a - b)) {
    const { use } = rules.find(({ when = {} }) => holds(when, from, per)) as LengthRule;
    if (bands.at(-1)?.use !== use) bands.push({ from, use });
  }
  return bands;
}

function operatorsOf(spec: unknown): Operators {
  return spec !== null && typeof spec === 'object' ? (spec as Operators) : { $eq: spec as number };
}

function holds(when: Condition, codePoints: number, per: number): boolean {
  return Object.entries(when).every(([field, spec]) => {
    const length = field === 'prompt.tokens' ? Math.ceil(codePoints / per) : codePoints;
    return Object.entries(operatorsOf(spec)).every(([operator, to]) => COMPARED[operator]?.(length, to as number));
  });
}
