import type { Results } from '../../../domain/results.js';
import { costQualityChart } from '../../chart/cost-quality.js';
import { costQualityTable } from '../../cost-quality-view.js';
import { costView } from '../../cost-view.js';
import { firstShares, type Ranked, rankedAt, type Standing, worthRange } from '../../explore/utility.js';
import { formatNumber, formatShare, metricOf, points } from '../../format.js';
import { choiceMadeText } from '../../protocol-text.js';
import { rowNames } from '../../row-name.js';
import { chartTools } from '../chart/chart-tools.js';
import { liveChart } from '../chart/live-chart.js';
import { dataTable } from '../dom/data-table.js';
import { element, svgElement } from '../dom/element.js';
import { follow, followNow } from '../page/follow.js';
import type { Section, SectionContext } from '../page/section.js';
import { whatIfBanner } from '../what-if/banner.js';

/** Steps of the slider, evenly spaced in the logarithm of the price. */
const STEPS = 200;

/** Cost against quality: axis, rows, and who is first when quality has a price. */
export const costQuality: Section = {
  id: 'cost-quality-live',
  place: { enhances: 'cost-quality' },
  needsQueries: false,
  mount(context) {
    const { root, data, state, derived } = context;
    const place = root.querySelector<HTMLElement>('figure .scroll');
    const figure = root.querySelector<HTMLElement>('figure');
    if (place === null || figure === null) return;
    const chart = liveChart(place, place.querySelector('svg')?.getAttribute('aria-label') ?? 'Cost against quality');
    const tools = chartTools(figure, 'cost-quality', () => root.querySelector('details table'));
    figure.before(whatIfBanner(data, state), element('div', { class: 'controls' }, scaleChoice(context), tools));
    const slider = priceOfQuality(context);
    if (slider !== null) figure.after(slider);
    const key = keyItem(figure);
    const waits = element(
      'p',
      { class: 'soft', hidden: true, role: 'status' },
      'Intervals are being worked out; points stand where they are.',
    );
    figure.before(waits);
    let touched = false;
    followNow({ ...context, root: figure }, ['scale', 'hidden', 'worth'], async ({ state: now, view, wanted, show }) => {
      const { scale, hidden, worth } = now;
      touched ||= scale !== 'log' || hidden.length > 0 || worth !== null || view?.supposed != null;
      key.hidden = worth === null;
      if (!touched) return null;
      // Differences stay out of it: the chart has none.
      const then = { ...now, baseline: null };
      let first = true;
      await derived.results(
        then,
        ['quality', 'cost'],
        ({ results }, settled) =>
          show(() => {
            waits.hidden = settled;
            // A drawing takes long: one with points, one with everything.
            if (!first && !settled) return;
            first = false;
            const shown = { ...results, rows: results.rows.filter(({ id }) => !hidden.includes(id)) };
            const drawn = costQualityChart(shown, { scale, worth: worth ?? undefined });
            figure.hidden = drawn === null;
            if (drawn !== null) void chart.draw(drawn.spec);
            const table = costQualityTable(results);
            if (table !== null) root.querySelector('details .scroll')?.replaceWith(dataTable(table));
          }),
        wanted,
      );
      return null;
    });
  },
};

/** What the line of equal worth is, in the drawing's key. */
function keyItem(figure: HTMLElement): HTMLElement {
  const line = svgElement('path', {
    d: 'M0 12L28 6',
    fill: 'none',
    stroke: 'var(--good)',
    'stroke-dasharray': '2 3',
    'stroke-width': 1.5,
  });
  const item = element(
    'li',
    {},
    svgElement('svg', { viewBox: '0 0 28 14', 'aria-hidden': 'true' }, line),
    ' as good as the best, at that price of quality',
  );
  figure.querySelector('.key')?.append(item);
  return item;
}

function scaleChoice({ state }: SectionContext): HTMLElement {
  const radios = (['log', 'linear'] as const).map((scale) => {
    const radio = element('input', { type: 'radio', name: 'cost-scale', value: scale });
    radio.addEventListener('change', () => state.set({ scale }));
    return { radio, scale, label: element('label', {}, radio, ` ${scale === 'log' ? 'logarithmic' : 'linear'}`) };
  });
  state.watch(['scale'], (now) => {
    for (const { radio, scale } of radios) radio.checked = scale === now.scale;
  });
  return element('fieldset', { class: 'radios' }, element('legend', {}, 'Cost axis'), ...radios.map(({ label }) => label));
}

/** The slider, the sentence and the ranking; null where nothing is bought with cost. */
function priceOfQuality({ data: { results }, state, derived }: SectionContext): HTMLElement | null {
  const cost = costView(results);
  const standings = deployable(results);
  const range = worthRange(standings);
  if (range === null) return null;
  const name = rowNames(results);
  const price = (worth: number): string => formatNumber(worth, cost.unit);
  const at = (step: number): number => range.from * (range.to / range.from) ** (step / STEPS);
  const slider = element('input', { type: 'range', min: 0, max: STEPS, step: 1, id: 'worth', class: 'wide' });
  const output = element('output', { for: 'worth' });
  const ranking = element('ol', { class: 'ranking' });
  slider.addEventListener('input', () => state.set({ worth: at(Number(slider.value)) }));
  const tell = (ranked: readonly Ranked[], worth: number): void => {
    const best = ranked[0];
    slider.setAttribute('aria-valuetext', `${price(worth)}: ${best === undefined ? '' : name(row(best))} first`);
    output.textContent = `A point of quality is worth ${price(worth)} ${cost.unit === 'usd' ? 'per 1,000 queries' : `(${cost.axis})`}`;
    ranking.replaceChildren(...ranked.slice(0, SHOWN).map((one) => element('li', {}, rankText(one, best))));
  };
  const row = ({ row: index }: Ranked): Results['rows'][number] => results.rows[index] as Results['rows'][number];
  const rankText = (one: Ranked, best: Ranked | undefined): string => {
    const behind = best === undefined || one === best ? '' : `, ${points((one.net - best.net) / 100)} points`;
    const first = one.first === null ? '' : `, first in ${formatShare(one.first)} of the resamples`;
    return `${name(row(one))}${behind}${first}`;
  };
  const root = element('div', { class: 'worth' });
  follow({ root, state, derived }, ['worth', 'hidden'], async ({ state: then, wanted, show }) => {
    const now = then.worth ?? at(STEPS / 2);
    slider.value = String(Math.round((STEPS * Math.log(now / range.from)) / Math.log(range.to / range.from)));
    let shown: Standing[] = [];
    await derived.results(
      { ...then, baseline: null },
      [],
      (held) => {
        shown = deployable(held.results).filter((one) => !then.hidden.includes(results.rows[one.row]?.id ?? ''));
        show(() => tell(rankedAt(shown, now, null), now));
      },
      wanted,
    );
    const totals = await derived.totals(then, wanted);
    if (totals === null) return null;
    const rows = shown.map((one) => one.row);
    const shares = firstShares(totals, rows, now, 1e-12 * cost.perQueries);
    return () => tell(rankedAt(shown, now, shares), now);
  });
  const label = element('label', { for: 'worth' }, 'What is a point of quality worth?');
  root.append(label, slider, output, ranking, element('p', { class: 'soft' }, noChoice(results)));
  return root;
}

/** What the ranking is not. */
function noChoice({ protocol }: Results): string {
  return `This looks at the reported queries and leaves constraints aside, so it is no choice: ${choiceMadeText(protocol)}.`;
}

/** Rows of the ranking. */
const SHOWN = 5;

/** Rows that could be shipped and have both numbers. */
function deployable(results: Results): Standing[] {
  const cost = costView(results);
  return results.rows.flatMap((row, index) => {
    if (row.kind === 'control' && !row.marks.includes('single_model')) return [];
    const [quality, paid] = [metricOf(row, 'quality.mean').value, cost.of(row).value];
    return quality === null || paid === null ? [] : [{ row: index, quality, cost: paid }];
  });
}
