import { costPairSpec, differenceSpec } from '../../chart/duel.js';
import { costView } from '../../cost-view.js';
import { duelFacts, outcomeText } from '../../duel-view.js';
import { costPairs, type Duel, duel as duelOf, duelTest, histogram } from '../../explore/duel.js';
import { costPairTable, differenceTable } from '../../explore/duel-tables.js';
import type { QueryFlag } from '../../explore/query-flags.js';
import { rowPair } from '../../explore/query-pair.js';
import { referenceRow } from '../../explore/results-against.js';
import type { PageState } from '../../explore/state.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { formatCount, formatShare } from '../../format.js';
import { rowNames } from '../../row-name.js';
import { chartFigure } from '../chart/figure.js';
import { announce } from '../dom/announce.js';
import { element, svgElement } from '../dom/element.js';
import { follow } from '../page/follow.js';
import { rowPicker } from '../page/row-picker.js';
import type { Section, SectionContext } from '../page/section.js';
import { queriesLink } from '../page/show-queries.js';
import { queue } from '../page/steps.js';

/** Two rows on the same queries: who wins how often, how sure that is, and what either pays. */
export const duel: Section = {
  id: 'duel-live',
  place: { enhances: 'duel' },
  needsQueries: true,
  mount(context) {
    const { root, data, state } = context;
    const { results, queries } = data;
    if (queries === null) return;
    const name = rowNames(results);
    const named = (row: number): string => (results.rows[row] === undefined ? '' : name(results.rows[row]));
    const first = rowPicker(results, 'A', (row) => state.set({ row }));
    const second = rowPicker(results, 'B', (rival) => state.set({ rival }));
    const sentence = element('p', { class: 'duel-who' });
    const bar = element('div', { class: 'duel-bar' });
    const facts = root.querySelector('.duel-facts');
    root.querySelector('.duel-who')?.replaceWith(element('div', { class: 'controls' }, first.root, second.root), sentence, bar);
    const drawings = duelDrawings(context);
    root.append(drawings.root);
    follow(context, ['row', 'rival', 'baseline', 'worth'], async ({ state: now, view, wanted }) => {
      const [a, b] = sides(context, now);
      first.show(a);
      second.show(b);
      const paired = await context.derived.paired(now, a, b, wanted);
      if (paired === null || view === null) return null;
      const { columns, part } = view;
      const made = duelOf(paired, columns, [a, b], part);
      const test = await queue(() => duelTest(results, columns, [a, b], part), wanted);
      // Prices leave a test of qualities alone; with other weights it is another one, which nothing corrects.
      const known = b === referenceRow(results) && !view.reweighed;
      const corrected = known ? (results.rows[a]?.versusReference?.test ?? null) : null;
      return () => {
        const told = { versus: made.versus, test: corrected ?? test, first: named(a), second: named(b), worth: now.worth };
        sentence.textContent = outcomeText(made.outcomes, named(a), named(b));
        bar.replaceChildren(...outcomeBar(made, (show, text) => linked(context, [a, b], show, text)));
        facts?.replaceChildren(
          ...duelFacts(results, told).map(({ term, text }) =>
            element('div', {}, element('dt', {}, term), element('dd', {}, text)),
          ),
        );
        drawings.draw(made, view, [a, b], [named(a), named(b)]);
        if (now.row !== null || now.rival !== null) announce(sentence.textContent);
      };
    });
  },
};

function sides({ data: { results } }: SectionContext, state: PageState): readonly [number, number] {
  const { own, other } = rowPair(results, state);
  const named = results.rows.findIndex(({ id }) => id === state.rival);
  return [own, named >= 0 ? named : other];
}

const BINS = 40;
/** Points of the chart of costs. */
const MOST_PAIRS = 1500;

function duelDrawings({ data: { results } }: SectionContext) {
  const differences = chartFigure({ name: 'duel-difference', title: 'Resampled quality difference', caption: '' });
  const costs = chartFigure({ name: 'duel-cost', title: 'Cost of every query', caption: '' });
  return {
    root: element('div', { class: 'beside even' }, differences.root, costs.root),
    draw(
      { samples, versus }: Duel,
      { columns, part }: QueryView,
      pair: readonly [number, number],
      [first, second]: readonly [string, string],
    ): void {
      const bins = histogram(samples, BINS);
      void differences.show(
        differenceSpec(bins, versus.quality),
        differenceTable(bins),
        `Mean difference (A less B) on ${formatCount(samples.length)} resamples of the queries; the lines are the mean, its interval, and 0.`,
      );
      const pairs = costPairs(columns, pair, part, MOST_PAIRS);
      costs.root.hidden = pairs.length === 0;
      const drawn = pairs.length < part.rows.length ? ` ${formatCount(pairs.length)} queries of known cost are drawn.` : '';
      void costs.show(
        costPairSpec(pairs, costView(results), first, second),
        costPairTable(pairs),
        `What A and B paid for each query; above the line A paid more.${drawn}`,
      );
    },
  };
}

type Link = (show: QueryFlag, text: string) => HTMLElement;

/** A number of the duel that leads to its queries: the explorer then holds A against B. */
function linked(
  { data: { results }, state }: SectionContext,
  [a, b]: readonly [number, number],
  show: QueryFlag,
  text: string,
): HTMLElement {
  const [row, baseline] = [results.rows[a]?.id ?? '', results.rows[b]?.id ?? null];
  return queriesLink(state, { row, baseline, show: [show] }, text, 'Show these queries');
}

const OUTCOMES = [
  ['win', '▲', 'A better', 'improvement'],
  ['tie', '=', 'as good', null],
  ['loss', '▼', 'B better', 'regression'],
] as const;

/** Wins, ties and losses as one bar, with the counts beneath. */
function outcomeBar({ outcomes }: Duel, link: Link): readonly [SVGSVGElement, HTMLElement] {
  let from = 0;
  const bars = OUTCOMES.map(([kind]) => {
    const [x, width] = [from, 1000 * outcomes[kind].share];
    from += width;
    return svgElement('rect', { x, y: 0, width, height: 40, class: kind });
  });
  const counts = OUTCOMES.map(([kind, sign, text, flag]) => {
    const { queries, share } = outcomes[kind];
    const told = `${sign} ${text}: ${formatCount(queries)} (${formatShare(share)})`;
    return element('li', {}, flag === null || queries === 0 ? told : link(flag, told));
  });
  const svg = svgElement('svg', { viewBox: '0 0 1000 40', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...bars);
  return [svg, element('ul', {}, ...counts)];
}
