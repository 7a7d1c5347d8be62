import type { Results } from '../../domain/results.js';
import type { RunComparison } from '../../domain/run-comparison.js';
import type { TextTable } from '../comparison-tables.js';
import { conditionItems } from '../condition-items.js';
import { inertResults } from '../inert-text.js';
import { escapeCell, escapeText, line, section } from '../markdown-text.js';
import { runComparisonView } from '../run-comparison-view.js';
import { HEAD_VERDICT } from '../what-would-change.js';

/** Lets a bot find the comment it wrote before, to replace it. */
const MARKER = '<!-- routelab compare -->';

const SIGN = { good: '✓', bad: '✗', open: '?' } as const;

/** Two runs held against each other as Markdown, for a pull request: the words and tables of every other view. */
export function renderComparisonMarkdown(comparison: RunComparison, headResults: Results): string {
  const view = runComparisonView(comparison);
  const { base, head } = comparison;
  return `${[
    MARKER,
    `## ${escapeText(view.title)}`,
    ...view.differences
      .filter(({ effect }) => effect !== 'note')
      .map(({ effect, text }) => `> **${effect}** ${escapeText(text)}`),
    `**${SIGN[view.tone]} ${escapeText(view.headline)}**`,
    ...view.tables.map((table, index) => (index < OPEN ? tableSection(table) : foldedTable(table))),
    ...conditions(headResults),
    [
      `- **Inputs**: ${escapeText(view.inputs)}`,
      `- **How**: ${escapeText(view.how)}`,
      ...view.differences.filter(({ effect }) => effect === 'note').map(({ text }) => `- **Note**: ${escapeText(text)}`),
      `- **Base** \`${base.inputsHash.slice(0, 12)}\`, **head** \`${head.inputsHash.slice(0, 12)}\`, ${escapeText(head.tool)}`,
    ].join('\n'),
  ].join('\n\n')}\n`;
}

/** Tables shown at once; the rest unfolds, so that a comment stays short. */
const OPEN = 2;

function tableSection(table: TextTable): string {
  return section(heading(table), tableLines(table)).replace(/^## /, '### ');
}

function foldedTable(table: TextTable): string {
  return folded(`${heading(table)} (${table.rows.length})`, tableLines(table));
}

function folded(title: string, lines: readonly string[]): string {
  return [`<details><summary>${escapeText(title)}</summary>`, '', ...lines, '', '</details>'].join('\n');
}

function conditions(head: Results): string[] {
  const items = conditionItems(inertResults(head));
  return items.length === 0 ? [] : [folded(HEAD_VERDICT, items)];
}

function heading({ title }: TextTable): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function tableLines({ columns, rows }: TextTable): string[] {
  return [
    line(columns.map(({ title }) => escapeCell(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---'))),
    ...rows.map(({ marked, cells }) =>
      line(cells.map((text, index) => (index === 0 && marked ? `★ **${escapeCell(text)}**` : escapeCell(text)))),
    ),
  ];
}
