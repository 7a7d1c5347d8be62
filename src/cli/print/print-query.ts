import type { ShownQuery } from '../../app/report/show-query.js';
import type { ResultRow } from '../../domain/results.js';
import {
  answerFacts,
  callsTable,
  type DecisionSource,
  passesOf,
  passName,
  rowsTable,
} from '../../report/explore/decision-tables.js';
import { decisionTrace } from '../../report/explore/decision-trace.js';
import { formatCount } from '../../report/format.js';
import { inertLines, inertResults, inertText } from '../../report/inert-text.js';
import type { AnswerText } from '../../report/pack/pack-header.js';
import type { PlainTable } from '../../report/page/plain-table.js';
import { answersOf, noTextsText, withoutCalls } from '../../report/query-text.js';
import { modelNames, rowNames } from '../../report/row-name.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/** Characters of a text that are shown unless all are asked for. */
const SHOWN = 4_000;

/** Everything the report has of one query, in the page's words: prompt, label, decisions, answers. Nothing of it steers a terminal. */
export function queryLines(shown: ShownQuery, full: boolean): string[] {
  const results = inertResults(shown.results);
  const { columns, query } = shown;
  const named = modelNames(columns.header.models);
  const source: DecisionSource = {
    results,
    queries: { columns },
    modelName: (model) => inertText(named(columns.header.models[model] ?? '')),
  };
  const most = full ? Number.POSITIVE_INFINITY : SHOWN;
  const routed = results.rows.filter(({ kind }) => kind !== 'control');
  return [
    ...heading(shown),
    ...promptLines(shown, most),
    ...routed.flatMap((row) => decisionLines(source, row, query)),
    ...tableLines('WHAT EVERY ROW DID', rowsTable(source, query)),
    ...(shown.texts === null ? [] : answerLines(source, shown, most)),
  ];
}

function heading({ results, columns, query, id }: ShownQuery): string[] {
  const category = columns.header.categories[columns.category[query] as number];
  const facts = [
    ...(category === undefined ? [] : [`category ${inertText(category)}`]),
    `experiment ${inertText(results.experiment.name)}`,
    `inputs ${inertText(results.inputs.hash).slice(0, 12)}`,
  ];
  const left = 'The reported numbers leave this query out: not every row is complete on it.';
  return [
    colour.bold(`query ${inertText(id)}`),
    ...wrapLine(facts.join(' · '), stdoutWidth(), 0).map((line) => colour.dim(line)),
    ...(columns.measured[query] === 1 ? [] : [left]),
  ];
}

function promptLines(shown: ShownQuery, most: number): string[] {
  const { texts } = shown;
  if (texts === null) return ['', ...wrapLine(noTextsText(shown.columns.header.texts), stdoutWidth(), 0)];
  const label = texts.label === null || typeof texts.label !== 'object' ? [] : Object.entries(texts.label);
  return [
    '',
    colour.bold('PROMPT'),
    ...texts.prompt.flatMap(({ role, text }) => [`  ${colour.dim(inertText(role))}`, ...textLines(text, most, 4)]),
    '',
    colour.bold('LABEL'),
    ...(label.length === 0 ? ['  none to score against'] : []),
    ...label.flatMap(([name, value]) => [
      `  ${colour.dim(inertText(name))}`,
      ...textLines(typeof value === 'string' ? value : JSON.stringify(value), most, 4),
    ]),
  ];
}

function decisionLines(source: DecisionSource, row: ResultRow, query: number): string[] {
  const index = source.results.rows.indexOf(row);
  const trace = decisionTrace(source, index, query);
  const said =
    trace === null
      ? []
      : [trace.decided, trace.fired, trace.seen === null ? null : `Conditions saw: ${trace.seen}`, trace.without];
  const without = withoutCalls(source, index, query);
  const passes = passesOf(source, index);
  return [
    '',
    colour.bold(rowNames(source.results)(row).toUpperCase()),
    ...said.filter((line) => line !== null).flatMap((line) => wrapLine(`  ${line}`, stdoutWidth(), 4)),
    ...tableLines(null, trace?.expected ?? null),
    ...(without === null
      ? Array.from({ length: passes }, (_, pass) => {
          const table = callsTable(source, row, query, pass);
          return [...(passes > 1 ? [`  ${passName(pass, passes)}`] : []), ...tableLines(null, table)];
        }).flat()
      : [`  ${without}`]),
  ];
}

function answerLines(source: DecisionSource, { columns, query, texts }: ShownQuery, most: number): string[] {
  return [
    '',
    colour.bold('ANSWERS'),
    ...columns.header.models.flatMap((_, model) => {
      const served = source.results.rows.filter(
        (row, index) => row.kind !== 'control' && columns.row(index).served[query] === model,
      );
      const by = served.length === 0 ? '' : `  ${colour.dim(`served by ${served.map(rowNames(source.results)).join(', ')}`)}`;
      return [
        `  ${colour.bold(source.modelName(model))}${by}`,
        ...answersOf(texts, model).flatMap((answer, sample, all) => [
          ...wrapLine(
            `    ${all.length > 1 ? `sample ${sample + 1}: ` : ''}${answerFacts(source, model, query, sample).join(' · ')}`,
            stdoutWidth(),
            6,
          ).map((line) => colour.dim(line)),
          ...answerText(answer, most),
        ]),
      ];
    }),
  ];
}

function answerText(answer: AnswerText | null, most: number): string[] {
  if (answer === null) return ['      no text recorded'];
  if ('error' in answer) return ['      ✗ the call failed', ...textLines(answer.error, most, 6)];
  if (answer.text === '') return ['      an empty answer'];
  const held =
    answer.length === undefined
      ? []
      : [`      The report holds the first ${formatCount(answer.text.length)} of ${formatCount(answer.length)} characters.`];
  return [...textLines(answer.text, most, 6), ...held];
}

/** A text's own lines, indented and wrapped at words; a long one is cut. */
function textLines(text: string, most: number, indent: number): string[] {
  const cut = text.length > most;
  const margin = ' '.repeat(indent);
  const lines = inertLines(cut ? text.slice(0, most) : text).split('\n');
  const more = `… ${formatCount(text.length - most)} more characters: --full shows them`;
  return [
    ...lines.flatMap((line) => wrapLine(`${margin}${line}`, stdoutWidth(), indent)).map((line) => line.trimEnd()),
    ...(cut ? [`${margin}${colour.dim(more)}`] : []),
  ];
}

/** A table of the page in the terminal, under a title where it has one; nothing for none. */
function tableLines(title: string | null, table: PlainTable | null): string[] {
  if (table === null) return [];
  const columns = table.columns.map(({ text, cls }, index) => ({
    title: text,
    align: cls === 'r' ? ('right' as const) : ('left' as const),
    priority: index,
  }));
  const rows = table.rows.map(({ head, cells }) => ({ chosen: false, cells: [head, ...cells.map(({ text }) => text)] }));
  const [head = '', ...body] = textTable(columns, [{ title: '', rows }], stdoutWidth());
  const lines = [head, ...body.filter((line) => line !== colour.bold(''))];
  return title === null ? lines : ['', colour.bold(title), ...lines];
}
