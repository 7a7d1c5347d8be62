import { codePointAt } from '../identity/utf8.js';
import type { Feature } from './feature.js';

/** Code points of a text; a lone surrogate counts as one. */
export function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (codePointAt(text, i) > 0xffff) i++;
    count++;
  }
  return count;
}

/** How long the text is. */
export const length: readonly Feature[] = [
  { name: 'prompt.code_points', unit: 'code points', describe: 'Length of the text.', of: (text) => codePoints(text) },
  {
    name: 'prompt.tokens',
    unit: 'tokens (estimate)',
    describe: 'Code points divided by codePointsPerToken, rounded up.',
    of: (text, _messages, input) => Math.ceil(codePoints(text) / input.codePointsPerToken),
  },
];
