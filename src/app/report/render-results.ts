import type { Results } from '../../domain/results.js';
import type { PageQueries } from '../../report/pack/page-blocks.js';
import type { PageExtras } from '../../report/page/page-view.js';
import type { RunNotes } from '../../report/protocol-text.js';

/**
 * Results as a page or as Markdown. The renderers are loaded when first asked for: charts weigh something.
 *
 * @param queries what the page knows of single queries; without it there is nothing to explore
 */
export async function renderResults(
  results: Results,
  format: 'html' | 'md',
  notes?: RunNotes,
  queries?: PageQueries,
  extras?: Partial<PageExtras>,
): Promise<string> {
  if (format === 'md') return (await import('../../report/markdown/markdown.js')).renderMarkdown(results, notes);
  return (await import('../../report/html.js')).renderHtml(results, notes, queries, extras);
}
