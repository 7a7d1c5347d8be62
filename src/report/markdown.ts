import type { ResultRow, Results } from '../domain/results.js';
import { formatEstimate, formatP, formatPoints } from './format.js';
import { tableView } from './table-view.js';

/** The comparison as Markdown, for pull requests and chats: the same numbers and sentences as every other view. */
export function renderMarkdown(results: Results): string {
  return `${[
    `# ${escapeText(results.experiment.name)}: routing comparison`,
    ...(results.experiment.synthetic ? ['> **Synthetic data.** These numbers say nothing about any real model.'] : []),
    `**${escapeText(results.verdict)}**`,
    ...constraints(results),
    ...tables(results),
    ...tests(results),
    ...worstCategories(results),
    ...audits(results),
    protocol(results),
  ].join('\n\n')}\n`;
}

function tables(results: Results): string[] {
  const { columns, sections } = tableView(results);
  return sections.map(({ title, rows }) =>
    [
      `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
      '',
      line(columns.map((column) => column.title)),
      line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---'))),
      ...rows.map(({ chosen, cells }) =>
        line(cells.map((cell, index) => (index === 0 && chosen ? `★ **${escapeCell(cell)}**` : escapeCell(cell)))),
      ),
    ].join('\n'),
  );
}

function constraints({ rows, choice }: Results): string[] {
  const row = rows.find(({ id }) => 'rowId' in choice && choice.rowId === id);
  if (row === undefined || row.constraints.length === 0) return [];
  const mark = { pass: '✓', fail: '✗', undecided: '?' };
  return [
    row.constraints
      .map(({ text, verdict, observed, unit }) => `- ${mark[verdict]} ${escapeText(text)}: ${formatEstimate(observed, unit)}`)
      .join('\n'),
  ];
}

/** Tests against the reference, of everything that competes. */
function tests(results: Results): string[] {
  const tested = results.rows.filter((row) => row.versusReference?.test != null);
  if (tested.length === 0) return [];
  return [
    [
      `## Against ${escapeText(results.protocol.reference)}`,
      '',
      line(['row', 'quality difference (points)', 'test', 'p', 'p (Holm)', 'smallest difference this set could show']),
      line([':---', '---:', ':---', '---:', '---:', '---:']),
      ...tested.map((row) => line(testCells(row))),
    ].join('\n'),
  ];
}

function testCells(row: ResultRow): string[] {
  const versus = row.versusReference;
  const test = versus?.test;
  if (versus == null || test == null) return [];
  const least = versus.minimumDetectable === null ? '—' : `${(100 * versus.minimumDetectable).toFixed(1)} points`;
  return [
    escapeCell(row.label),
    formatPoints(versus.quality),
    test.name === 'mcnemar_exact' ? 'McNemar, exact' : 'sign flips of groups',
    formatP(test),
    test.pAdjusted >= 0.0005 ? test.pAdjusted.toFixed(3) : '<0.001',
    least,
  ];
}

/** Where the chosen row (or the first strategy) loses most against the reference. */
function worstCategories({ rows, choice }: Results): string[] {
  const row = rows.find(({ id }) => 'rowId' in choice && choice.rowId === id) ?? rows.find(({ kind }) => kind === 'router');
  const worst = [...(row?.byCategory ?? [])].sort((a, b) => (a.difference.value ?? 0) - (b.difference.value ?? 0)).slice(0, 3);
  if (row === undefined || worst.length === 0) return [];
  return [
    [
      `## Where ${escapeText(row.label)} is weakest`,
      '',
      line(['category', 'n', 'quality', 'difference (points)']),
      line([':---', '---:', '---:', '---:']),
      ...worst.map(({ category, n, quality, difference }) =>
        line([escapeCell(category), String(n), formatEstimate(quality, 'fraction'), formatPoints(difference)]),
      ),
    ].join('\n'),
  ];
}

function audits({ audits: found }: Results): string[] {
  if (found.length === 0) return [];
  return [`## Audits\n\n${found.map(({ level, message }) => `- **${level}** ${escapeText(message)}`).join('\n')}`];
}

function protocol({ protocol: how, inputs, tool }: Results): string {
  const parts = how.parts
    .map(
      ({ part, queries, complete }) =>
        `${part} ${queries}${complete === null || complete === queries ? '' : ` (${complete} complete)`}`,
    )
    .join(', ');
  return [
    '## How this was measured',
    '',
    `Parts (queries): ${parts}. Reported on ${how.reportedOn}${how.chosenOn === null ? '; nothing was chosen' : `, chosen on ${how.chosenOn}`}.`,
    `Objective: ${escapeText(how.objective)}. Scorer ${escapeText(how.scorer.type)} v${how.scorer.version}. Right from a quality of ${how.rightAt === 'full' ? '1' : 'more than 0'}.`,
    `Intervals: ${100 * how.bootstrap.confidence} %, ${how.bootstrap.replicates} paired bootstrap resamples of whole groups, seed ${how.bootstrap.seed}; latency by order statistics.`,
    `Prices: ${how.costUnit === 'calls' ? `none; cost counts calls of ${escapeText(how.costModel ?? '')}` : `${how.pricedAt ?? 'undated'}${how.priceSource === null ? '' : `, ${escapeText(how.priceSource)}`}`}.`,
    `Inputs \`${inputs.hash.slice(0, 12)}\`, ${tool.name} ${tool.version}.`,
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function escapeCell(text: string): string {
  return escapeText(text).replaceAll('|', '\\|');
}

/** Names from files must not become markup. */
function escapeText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_<>[\]]/g, (character) => (character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`));
}
