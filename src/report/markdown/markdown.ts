import type { Results } from '../../domain/results.js';
import { beforehandText } from '../beforehand-view.js';
import { categoryMarks } from '../category-marks.js';
import { choiceView } from '../choice-view.js';
import { conditionItems } from '../condition-items.js';
import { formatEstimate, formatMeasured, formatPoints, VERDICT_SIGN } from '../format.js';
import { GATE_TITLES, gateLines, gateSummary } from '../gate-view.js';
import { inertResults } from '../inert-text.js';
import { escapeCell, escapeText, head, line, section } from '../markdown-text.js';
import { headroomText, measuredText, protocolText, type RunNotes } from '../protocol-text.js';
import { robustnessText } from '../robustness-text.js';
import { searchViews } from '../search-view.js';
import { tableView } from '../table-view.js';
import { testColumns, testRows } from '../test-view.js';
import { FEW_QUERIES, leadingRow, worstFirst } from '../worst-categories.js';
import { judges, predictions, tasks, whileRunning } from './markdown-learned.js';

/** The comparison as Markdown, for pull requests and chats: the same numbers and sentences as every other view. */
export function renderMarkdown(results: Results, notes: RunNotes = {}): string {
  const shown = inertResults(results);
  const { experiment } = shown;
  return `${[
    `# ${escapeText(experiment.name)}: routing comparison${experiment.synthetic ? ' (SYNTHETIC DATA)' : ''}`,
    ...(experiment.synthetic ? ['> **Synthetic data.** These numbers say nothing about any real model.'] : []),
    `**${escapeText(shown.verdict)}**`,
    choice(shown),
    ...conditions(shown),
    ...constraints(shown),
    ...gates(shown),
    ...tables(shown),
    ...tests(shown),
    ...cascades(shown),
    ...worstCategories(shown),
    ...predictions(shown),
    ...whileRunning(shown),
    ...tasks(shown),
    ...judges(shown),
    ...searches(shown),
    ...robustness(shown),
    audits(shown),
    protocol(shown, notes),
    provenance(shown),
  ].join('\n\n')}\n`;
}

function choice(results: Results): string {
  const { badge, detail } = choiceView(results);
  return [`*${badge}*`, ...detail.map(escapeText), `Measured on ${escapeText(measuredText(results))}.`].join(' · ');
}

function conditions(results: Results): string[] {
  const items = conditionItems(results);
  return items.length === 0 ? [] : [section('What would change this', items)];
}

/** Every row's constraints: an outsider asks first why the cheap one wasn't taken. */
function constraints({ rows }: Results): string[] {
  const judged = rows.filter((row) => row.constraints.length > 0);
  const first = judged[0];
  if (first === undefined) return [];
  return [
    section('Constraints', [
      ...head(['strategy', ...first.constraints.map(({ text }) => escapeCell(text))], 1),
      ...judged.map((row) =>
        line([
          escapeCell(row.label),
          ...row.constraints.map(({ verdict, observed, unit }) => `${VERDICT_SIGN[verdict]} ${formatMeasured(observed, unit)}`),
        ]),
      ),
    ]),
  ];
}

/** What the experiment promised, and whether it holds. */
function gates(results: Results): string[] {
  if (results.gates.length === 0) return [];
  const lines = gateLines(results).map(({ sign, text, level, of, verdict, observed, why }) =>
    line([`${sign} ${escapeCell(text)}`, level, escapeCell(of), `${verdict} · ${observed}`, escapeCell(why)]),
  );
  return [section('Gates', [`${gateSummary(results)}.`, '', ...head(GATE_TITLES, GATE_TITLES.length), ...lines])];
}

function tables(results: Results): string[] {
  const { columns, sections } = tableView(results);
  return sections.map(({ title, rows }) =>
    section(title === 'controls' ? 'Control arms' : title.charAt(0).toUpperCase() + title.slice(1), [
      line(columns.map((column) => escapeCell(column.title))),
      line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---'))),
      ...rows.map(({ chosen, cells }) =>
        line(cells.map((text, index) => (index === 0 && chosen ? `★ **${escapeCell(text)}**` : escapeCell(text)))),
      ),
    ]),
  );
}

function tests(results: Results): string[] {
  const rows = testRows(results);
  if (rows.length === 0) return [];
  const columns = testColumns(results);
  const lines = rows.map((row) => line(columns.map(({ of }) => escapeCell(of(row)))));
  const titles = head(
    columns.map(({ title }) => title),
    1,
  );
  return [section(`Against ${escapeText(results.protocol.reference)}`, [...titles, ...lines])];
}

/** Cascades against deciding before the call. */
function cascades(results: Results): string[] {
  const sentences = beforehandText(results);
  if (sentences.length === 0) return [];
  return [
    section('Do cascades pay?', [
      'Against the best routing before the call over the same models (single models and routers that ask one model, mixed to the same cost):',
      '',
      ...sentences.map((one) => `- ${escapeText(one)}`),
    ]),
  ];
}

function worstCategories(results: Results): string[] {
  const row = leadingRow(results);
  const all = row === undefined ? [] : worstFirst(row);
  if (row === undefined || all.length === 0) return [];
  const marks = categoryMarks(all, results.protocol.bootstrap.confidence);
  return [
    section(`Where ${escapeText(row.label)} is weakest`, [
      ...head(['category', 'n', 'quality', `Δ vs ${escapeCell(results.protocol.reference)} (points)`], 1),
      ...all
        .slice(0, 5)
        .map(({ category, n, quality, difference }, index) =>
          line([
            escapeCell(category),
            n < FEW_QUERIES ? `${n} (few)` : String(n),
            formatEstimate(quality, 'fraction'),
            `${SIGN[marks[index] ?? 'open']}${formatPoints(difference)}`,
          ]),
        ),
      '',
      '▲ better and ▼ worse where significant: p from the interval, Holm-corrected over all its categories.',
    ]),
  ];
}

/** Shapes of a category that is shown to differ. */
const SIGN = { better: '▲ ', worse: '▼ ', open: '' } as const;

/** How tuned strategies came about, and what the looking flattered. */
function searches(results: Results): string[] {
  return searchViews(results).map(({ strategy, facts }) =>
    section(
      `Search: ${escapeText(strategy)}`,
      facts.map(({ term, text }) => `- **${term}**: ${escapeText(text)}`),
    ),
  );
}

function robustness(results: Results): string[] {
  const sentences = robustnessText(results);
  return sentences.length === 0
    ? []
    : [
        section(
          'If the world is other than measured',
          sentences.map((one) => `- ${escapeText(one)}`),
        ),
      ];
}

function audits(results: Results): string {
  const found = results.audits.map(({ level, message }) => `- **${level}** ${escapeText(message)}`);
  return section('Data and audits', [escapeText(headroomText(results)), '', ...found]).trimEnd();
}

function protocol(results: Results, notes: RunNotes): string {
  return section(
    'How this was measured',
    protocolText(results, notes).map(({ term, text }) => `- **${term}**: ${escapeText(text)}`),
  );
}

function provenance({ inputs, tool, experiment }: Results): string {
  return section('Provenance', [
    `${escapeText(tool.name)} ${escapeText(tool.version)}, experiment ${escapeText(experiment.file)}, inputs \`${inputs.hash}\``,
    '',
    ...head(['role', 'file', 'SHA-256'], 3),
    ...inputs.files.map(({ role, path, sha256 }) => line([escapeCell(role), escapeCell(path), `\`${sha256}\``])),
  ]);
}
