import type { Results } from '../domain/results.js';

/** Results as a page or as Markdown. The renderers are loaded when first asked for: charts weigh something. */
export async function renderResults(results: Results, format: 'html' | 'md'): Promise<string> {
  if (format === 'md') return (await import('../report/markdown.js')).renderMarkdown(results);
  return (await import('../report/html.js')).renderHtml(results);
}
