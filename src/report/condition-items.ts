import type { Results } from '../domain/results.js';
import { escapeText } from './markdown-text.js';
import { whatWouldChange } from './what-would-change.js';

/** What would change the verdict as a Markdown list. */
export function conditionItems(results: Results): string[] {
  return whatWouldChange(results).map(({ term, text }) => `- **${term}**: ${escapeText(text)}`);
}
