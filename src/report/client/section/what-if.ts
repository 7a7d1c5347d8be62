import { supposedCaveats } from '../../explore/what-if/supposed-choice.js';
import { noPrices, PRICE_PARTS, type PricePart, priceKey, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { inertText } from '../../inert-text.js';
import { element } from '../dom/element.js';
import type { Section, SectionContext } from '../page/section.js';
import type { Store } from '../state/store.js';
import { whatIfBanner } from '../what-if/banner.js';
import { choiceUnder } from '../what-if/choice-under.js';
import { numberBox } from '../what-if/number-box.js';

/** Other prices, other traffic: table, chart and ranking follow, on this page alone. */
export const whatIf: Section = {
  id: 'what-if',
  place: { after: 'comparison', title: 'What if', nav: 'What if' },
  needsQueries: true,
  mount(context) {
    const { root, data, state } = context;
    const { results, queries } = data;
    if (queries === null) return;
    const { models, categories } = queries.header;
    const money = results.protocol.costUnit === 'usd';
    root.append(
      element(
        'p',
        {},
        'Suppose other prices or other traffic. Every section that rests on single queries follows, with intervals from the run’s own resamples; the others say that they don’t, and why. The price of quality is set below the chart, the baseline above.',
      ),
      whatIfBanner(data, state),
      choiceUnder(context),
      ...(money ? [priceTable(context, models)] : []),
      ...noticeOf(noPrices(results)),
      ...(categories.length > 1 ? [weightTable(state, categories)] : []),
      element('ul', { class: 'soft' }, ...supposedCaveats(results, categories.length > 1).map((text) => element('li', {}, text))),
    );
  },
};

function noticeOf(text: string | null): HTMLElement[] {
  return text === null ? [] : [element('p', { class: 'soft' }, text)];
}

const TITLES: Readonly<Record<PricePart, string>> = {
  input: '$ per million in',
  output: '$ per million out',
  cached: '$ per million cached in',
  request: '$ a call',
};

function priceTable({ data: { results }, state }: SectionContext, models: readonly string[]): HTMLElement {
  const parts = noPrices(results) === null ? PRICE_PARTS : [];
  const known = new Map(results.workload.models.map((one) => [one.modelId, one]));
  const recorded = (part: PricePart, id: string): number | null =>
    part === 'input'
      ? (known.get(id)?.inputUsdPerMTok ?? null)
      : part === 'output'
        ? (known.get(id)?.outputUsdPerMTok ?? null)
        : null;
  const rows = models.map((id) => {
    const name = inertText(id);
    const factor = numberBox(state, { key: 'times', name: id, label: `Factor on the cost of ${name}`, placeholder: '1' });
    const prices = parts.map((part) => {
      const usd = recorded(part, id);
      return numberBox(state, {
        key: 'usd',
        name: priceKey(part, id),
        label: `${TITLES[part]}, ${name}`,
        placeholder: usd === null ? '' : String(usd),
      });
    });
    return element('tr', {}, element('th', { scope: 'row' }, name), ...[factor, ...prices].map((box) => element('td', {}, box)));
  });
  return inputTable({
    label: 'Supposed prices',
    caption: `Costs of a model times a factor${parts.length === 0 ? '' : ', or its tokens at prices: those left empty are the recorded ones where they are known, cached input then costs what input does, and a call nothing besides; tokens of reasoning cost what output does'}.`,
    titles: ['model', 'costs ×', ...parts.map((part) => TITLES[part])],
    rows,
  });
}

function weightTable(state: Store, categories: readonly string[]): HTMLElement {
  const rows = categories.map((category) => {
    const name = inertText(category);
    const box = numberBox(state, { key: 'weigh', name: category, label: `Factor on the weight of ${name}`, placeholder: '1' });
    return element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, box));
  });
  const table = inputTable({
    label: 'Supposed weights of categories',
    caption: 'Times as many queries of a category in the traffic; 0 leaves it out.',
    titles: ['category', 'weight ×'],
    rows,
  });
  const details = element('details', {}, element('summary', {}, 'Weights of categories'), table);
  state.watch(WHAT_IF_KEYS, ({ weigh }) => {
    if (Object.keys(weigh).length > 0) details.open = true;
  });
  return details;
}

function inputTable(of: {
  label: string;
  caption: string;
  titles: readonly string[];
  rows: readonly HTMLElement[];
}): HTMLElement {
  const heads = of.titles.map((title) => element('th', { scope: 'col' }, title));
  const table = element(
    'table',
    { class: 'what-if' },
    element('caption', {}, of.caption),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...of.rows),
  );
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': of.label }, table);
}
