import { basename } from 'node:path';
import type { ImportOption, ImportSource } from '../importer.js';

/** What a source's scores are divided by. */
export const SCALE_OPTION: ImportOption = {
  name: 'scale',
  type: 'number',
  min: Number.MIN_VALUE,
  default: 1,
  description: 'score that counts as fully right; qualities are scores divided by it',
};

/** What the new workspace is called. */
export const NAME_OPTION: ImportOption = {
  name: 'name',
  type: 'text',
  description: "name of the workspace; the file's name if not given",
};

/** The workspace's name: as given, else the path's last part without its endings. */
export function workspaceName({ options, path }: ImportSource): string {
  return options.text('name') ?? basename(path).replace(/(\.[a-z]+)+$/i, '');
}

/** How cost is counted: in USD where the source gave any, else by calls to the best model. */
export function costOf(
  givenCosts: number,
  best: string,
): { readonly by: 'usd' } | { readonly by: 'calls'; readonly model: string } {
  return givenCosts > 0 ? { by: 'usd' } : { by: 'calls', model: best };
}

/** What costs of 0 mean: see `givenCosts`. */
export const ZERO_COSTS_OPTION: ImportOption = {
  name: 'zero-costs',
  type: 'choice',
  choices: ['missing', 'free'],
  default: 'missing',
  description: 'a cost of 0 for a call that used tokens: no price was known, or the model costs nothing',
};
