import { codePointAt } from '../identity/utf8.js';
import type { Dialect } from './request-type.js';

/** What a cohort tells apart besides the type, each with how many values it has. */
export const LENGTHS = ['short', 'medium', 'long', 'very_long'] as const;

/** A text of so many code points is no longer of the length before. */
const LENGTH_CUTS = [200, 800, 2000];

/** A pattern, and texts of which it has at least one. */
interface Trait {
  readonly pattern: string;
  readonly has: readonly string[];
}

const CODE = ['def', 'class', 'function', 'python', 'javascript', 'typescript', 'sql', 'code'];
const MATH = ['solve', 'calculate', 'equation', 'probability', 'theorem', 'proof', 'integral'];
const CHOICES = ['A', 'B', 'C', 'D'];

/** Patterns of code, of mathematics and of answers to choose from; those of LiteLLM's cohorts (`similarity_cohort` at 58b92fa). */
export function traitsOf({ edge, space }: Dialect): { readonly code: Trait; readonly math: Trait; readonly mc: Trait } {
  const whole = (texts: readonly string[]): string => `${edge}(?:${texts.join('|')})${edge}`;
  const marked = (mark: string): string[] => CHOICES.map((letter) => letter + mark);
  return {
    code: { pattern: `\`\`\`|${whole(CODE)}`, has: ['```', ...CODE] },
    math: { pattern: `${whole(MATH)}|[$=]`, has: ['$', '=', ...MATH] },
    mc: { pattern: `(?:^|${space})[A-D][.)]${space}`, has: [...marked('.'), ...marked(')')] },
  };
}

/** Index of a length among LENGTHS. */
export function lengthOf(codePoints: number): number {
  let at = 0;
  while (at < LENGTH_CUTS.length && codePoints >= (LENGTH_CUTS[at] as number)) at++;
  return at;
}

/** Code points, and whether more than a tenth of them is beyond ASCII. */
export function measured(text: string): { readonly codePoints: number; readonly international: boolean } {
  let all = 0;
  let beyond = 0;
  for (let i = 0; i < text.length; i++, all++) {
    const point = codePointAt(text, i);
    if (point > 127) beyond++;
    if (point > 0xffff) i++;
  }
  return { codePoints: all, international: 10 * beyond > all };
}
