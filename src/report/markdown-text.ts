import { textParts } from './code-words.js';

/** A section under a heading. */
export function section(title: string, lines: readonly string[]): string {
  return [`## ${title}`, '', ...lines].join('\n');
}

/** Head of a table whose first `texts` columns are words, the rest numbers. */
export function head(titles: readonly string[], texts: number): string[] {
  return [line(titles), line(titles.map((_, index) => (index < texts ? ':---' : '---:')))];
}

/** A row of a table. */
export function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A name inside a table. */
export function escapeCell(text: string): string {
  return escapeText(text).replaceAll('|', '\\|');
}

/**
 * Names from files must not become markup. Brackets of intervals and underscores inside words stay readable: they mean nothing.
 * Code words stay code.
 */
export function escapeText(text: string): string {
  return textParts(text)
    .map((part) => (part.code ? `\`${part.text}\`` : escaped(part.text)))
    .join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\](?=[([:])/g, '\\$&');
}
