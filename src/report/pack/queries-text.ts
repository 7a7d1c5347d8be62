import { formatCount } from '../format.js';
import type { PackHeader } from './pack-header.js';
import type { PageQueries } from './page-blocks.js';

/** What a page knows of single queries, in words. */
export function queriesText(queries: PageQueries): string {
  if ('absent' in queries) return `not in this page: ${queries.absent}`;
  const { header } = queries;
  return `${formatCount(header.queries)} with every row's and model's numbers; ${textsText(header)}`;
}

/** Of how many queries the texts are there, and why not of all. */
export function textsText({ texts, queries }: Pick<PackHeader, 'texts' | 'queries'>): string {
  if (texts.mode === 'all') return 'prompts, labels and answers of all of them';
  if (texts.mode === 'none') return `no prompts, labels or answers (${texts.reason})`;
  return `prompts, labels and answers of ${formatCount(texts.queries)} of ${formatCount(queries)} (${texts.reason})`;
}
