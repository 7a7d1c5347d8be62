import type { TextsMode } from '../../report/pack/encode-texts.js';

/** How much of what was asked and answered a report page takes along. */
export const textsChoice = {
  choices: ['none', 'sample', 'all'] as const,
  describe: 'prompts, labels and answers in the page: none, a sample, or all (default: all that fit into 5 MB)',
};

/** The choice, or what fits where nothing is said. */
export function textsMode(parsed: Readonly<Record<string, unknown>>): TextsMode {
  const { texts } = parsed;
  return texts === 'none' || texts === 'sample' || texts === 'all' ? texts : 'auto';
}
