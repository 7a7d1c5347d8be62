import type { ResultRow } from '../../../domain/results.js';
import { answerFacts, callsTable, type DecisionSource, passesOf, passName, rowsTable } from '../../explore/decision-tables.js';
import type { RowPair } from '../../explore/query-pair.js';
import { inertText } from '../../inert-text.js';
import type { QueryTexts } from '../../pack/pack-header.js';
import type { PlainTable } from '../../page/plain-table.js';
import { answersOf, noTextsText, withoutCalls } from '../../query-text.js';
import { rowNames } from '../../row-name.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import { type AnswerCard, answersView } from './answers.js';
import { labelView, referenceOf } from './label-view.js';
import { textBlock } from './text-block.js';
import { traceView } from './trace-view.js';

/** Everything the report has of one query. */
export function queryView(source: DecisionSource, pair: RowPair, query: number, texts: QueryTexts | null): HTMLElement[] {
  const { results, queries } = source;
  const rows = [...new Set([pair.own, pair.other])].flatMap((index) => results.rows[index] ?? []);
  const category = queries.columns.header.categories[queries.columns.category[query] as number];
  return [
    element(
      'p',
      { class: 'soft' },
      category === undefined ? null : `Category ${inertText(category)}. `,
      queries.columns.measured[query] === 1
        ? null
        : 'The reported numbers leave this query out: not every row is complete on it.',
    ),
    ...rows.flatMap((row) => decisionOf(source, row, query)),
    element('details', {}, element('summary', {}, 'What every row did'), tableOr(rowsTable(source, query))),
    ...(texts === null ? [noTexts(source)] : textsOf(source, pair, query, texts)),
  ];
}

function decisionOf(source: DecisionSource, row: ResultRow, query: number): HTMLElement[] {
  const index = source.results.rows.indexOf(row);
  const without = withoutCalls(source, index, query);
  return [
    element('h3', {}, rowNames(source.results)(row)),
    ...traceView(source, index, query),
    ...(without === null ? callViews(source, row, index, query) : [element('p', {}, without)]),
  ];
}

/** The calls, on each pass over the samples where there are several; what is reported is the mean of them. */
function callViews(source: DecisionSource, row: ResultRow, index: number, query: number): HTMLElement[] {
  const passes = passesOf(source, index);
  if (passes === 1) return [tableOr(callsTable(source, row, query))];
  return Array.from({ length: passes }, (_, pass) => [
    element('h4', {}, passName(pass, passes)),
    tableOr(callsTable(source, row, query, pass)),
  ]).flat();
}

function tableOr(table: PlainTable | null): HTMLElement {
  return table === null ? element('p', { class: 'soft' }, '—') : dataTable(table);
}

function textsOf(source: DecisionSource, pair: RowPair, query: number, texts: QueryTexts): HTMLElement[] {
  return [
    element('h3', {}, 'Prompt'),
    ...texts.prompt.map(({ role, text }) =>
      element('div', { class: 'message' }, element('p', { class: 'soft' }, inertText(role)), textBlock(text)),
    ),
    element('h3', {}, 'Label'),
    labelView(texts.label),
    element('h3', {}, 'Answers'),
    answersView(cardsOf(source, pair, query, texts), referenceOf(texts.label)),
  ];
}

function cardsOf(source: DecisionSource, { own, other }: RowPair, query: number, texts: QueryTexts): AnswerCard[] {
  const { results, queries, modelName } = source;
  const name = rowNames(results);
  return queries.columns.header.models.map((_, model) => ({
    title: modelName(model),
    tags: [...new Set([own, other])].flatMap((index) => {
      const row = results.rows[index];
      return row !== undefined && queries.columns.row(index).served[query] === model ? [`served by ${name(row)}`] : [];
    }),
    answers: answersOf(texts, model).map((answer, sample) => ({ answer, facts: answerFacts(source, model, query, sample) })),
  }));
}

function noTexts({ queries }: DecisionSource): HTMLElement {
  return element('p', { class: 'soft' }, noTextsText(queries.columns.header.texts));
}
