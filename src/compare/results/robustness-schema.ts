import { z } from 'zod';

const number = z.number();
const range = z.tuple([number, number]);

/** The robustness section of results.json. */
export function robustnessSchema<E extends z.ZodType>(estimate: E) {
  const row = z.strictObject({
    rowId: z.string(),
    perturbations: z.array(
      z.strictObject({
        kind: z.enum(['letter_case', 'spacing', 'typo', 'synonym', 'courtesy', 'noise', 'end_punctuation']),
        n: number,
        flips: estimate,
        quality: estimate,
        cost: estimate,
      }),
    ),
    removals: z.array(z.strictObject({ modelId: z.string(), quality: estimate, cost: estimate, noAnswer: estimate })),
    spending: z.array(z.strictObject({ modelId: z.string(), share: estimate })),
    mix: z.strictObject({ quality: range, cost: range.nullable() }).nullable(),
  });
  return z.strictObject({
    rows: z.array(row),
    prices: z.array(
      z.strictObject({
        modelId: z.string().nullable(),
        factor: number,
        candidate: z.string().nullable(),
        sameChoice: z.boolean(),
      }),
    ),
    mixSpread: number,
    mix: z
      .strictObject({
        rowId: z.string(),
        rival: z.string().nullable(),
        lead: number.nullable(),
        mix: z.array(z.strictObject({ category: z.string(), factor: number })),
        qualityMargin: number.nullable(),
      })
      .nullable(),
  });
}
