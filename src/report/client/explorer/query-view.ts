import type { ResultRow } from '../../../domain/results.js';
import type { RowPair } from '../../explore/query-pair.js';
import { inertText } from '../../inert-text.js';
import type { QueryTexts } from '../../pack/pack-header.js';
import type { PlainTable } from '../../page/plain-table.js';
import { rowNames } from '../../row-name.js';
import { dataTable } from '../dom/data-table.js';
import { element } from '../dom/element.js';
import { type AnswerCard, answersView } from './answers.js';
import { callsTable, type DecisionSource, modelFacts, rowsTable } from './decision-tables.js';
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
  const path = source.queries.columns.row(index).path(query);
  const without =
    path === null ? 'An expectation over models: it has no calls of its own.' : path.length === 0 ? 'No model was asked.' : null;
  return [
    element('h3', {}, rowNames(source.results)(row)),
    ...traceView(source, index, query),
    without === null ? tableOr(callsTable(source, row, query)) : element('p', {}, without),
  ];
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
    answersView(texts, cardsOf(source, pair, query), referenceOf(texts.label)),
  ];
}

function cardsOf(source: DecisionSource, { own, other }: RowPair, query: number): AnswerCard[] {
  const { results, queries, modelName } = source;
  const name = rowNames(results);
  return queries.columns.header.models.map((_, model) => ({
    title: modelName(model),
    tags: [...new Set([own, other])].flatMap((index) => {
      const row = results.rows[index];
      return row !== undefined && queries.columns.row(index).served[query] === model ? [`served by ${name(row)}`] : [];
    }),
    facts: modelFacts(source, model, query),
  }));
}

/** Why there are none. */
function noTexts({ queries }: DecisionSource): HTMLElement {
  const { mode, reason } = queries.columns.header.texts;
  const why = mode === 'none' ? 'Prompts and answers are not in this report' : 'The texts of this query are not in this report';
  return element('p', { class: 'soft' }, `${why}${reason === null ? '' : `: ${reason}`}.`);
}
