import type { Results } from '../../../domain/results.js';
import type { PickedQueries } from '../../explore/query-filter.js';
import { QUERY_FLAGS, type QueryFlag } from '../../explore/query-flags.js';
import type { RowPair } from '../../explore/query-pair.js';
import { formatCount } from '../../format.js';
import { button, element } from '../dom/element.js';
import { rowOptions } from '../page/row-options.js';
import type { Store } from '../state/store.js';

/** What chips say, and what they mean. */
export const FLAG_TEXTS: Readonly<Record<QueryFlag, readonly [name: string, meaning: string]>> = {
  different: ['Different decisions', 'the two asked different models, or in another order'],
  regression: ['▼ Regressions', 'quality is below the baseline’s'],
  improvement: ['▲ Improvements', 'quality is above the baseline’s'],
  error: ['✗ Errors', 'a call of either failed'],
  missing: ['? Missing', 'an answer or a score is not there, or the numbers leave the query out'],
  escalated: ['Escalated', 'an answer was not accepted, and another model asked'],
  fallback: ['Fallbacks', 'a call failed, and another model was asked'],
  retry: ['Retries', 'a call failed, and was made again'],
};

/** Chips that stand there though no query has them: that there is none is worth knowing. */
const ALWAYS: readonly QueryFlag[] = ['different', 'regression', 'improvement', 'error', 'missing'];

export interface Names {
  /** Inert, by code. */
  readonly categories: readonly string[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
}

/** The explorer's filters. */
export interface Filters {
  readonly root: HTMLElement;
  readonly search: HTMLInputElement;
  show(picked: PickedQueries, pair: RowPair): void;
}

/** How long typing must rest before it is searched for. */
const REST_MS = 250;

export function filters(results: Results, names: Names, state: Store): Filters {
  const own = rowPicker(results, (row) => state.set({ row }));
  const other = rowPicker(results, (baseline) => state.set({ baseline }));
  const swap = button('Swap', () => state.set({ row: other.value, baseline: own.value }), {
    title: 'Hold the baseline against the row',
  });
  const chips = QUERY_FLAGS.map((flag) => ({ flag, chip: flagChip(flag, state) }));
  const picks = [
    codePicker(
      'Category',
      names.categories.map((name) => ({ id: name, name })),
      'category',
      state,
    ),
    codePicker('Asked first', names.models, 'asked', state),
    codePicker('Answered', names.models, 'answered', state),
  ];
  const search = searchBox(state);
  const clear = button('Clear filters', () => {
    state.set({ show: [], category: null, asked: null, answered: null, find: null });
    search.focus();
  });
  const root = element(
    'div',
    { class: 'filters' },
    element('div', { class: 'controls' }, labelled('Queries of', own), labelled('against', other), swap),
    element('div', { class: 'controls chips', role: 'group', 'aria-label': 'Show only' }, ...chips.map(({ chip }) => chip)),
    element('div', { class: 'controls' }, labelled('Search', search), ...picks.map(({ label }) => label), clear),
  );
  return {
    root,
    search,
    show(picked, pair) {
      own.value = results.rows[pair.own]?.id ?? '';
      other.value = results.rows[pair.other]?.id ?? '';
      const now = state.get();
      for (const { flag, chip } of chips) {
        const count = picked.flagCounts[flag];
        const pressed = now.show.includes(flag);
        chip.replaceChildren(FLAG_TEXTS[flag][0], ' ', element('span', { class: 'count' }, formatCount(count)));
        chip.setAttribute('aria-pressed', String(pressed));
        chip.hidden = count === 0 && !pressed && !ALWAYS.includes(flag);
      }
      const counts = [picked.categoryCounts, picked.askedCounts, picked.answeredCounts];
      for (const [at, one] of picks.entries()) one.show(counts[at] ?? new Map());
      if (document.activeElement !== search) search.value = now.find ?? '';
      const { show, category, asked, answered, find } = now;
      clear.hidden = show.length === 0 && [category, asked, answered, find].every((one) => one === null);
    },
  };
}

/** The control is named by the text alone: a label around it would be read with all its options. */
function labelled(text: string, control: HTMLElement): HTMLElement {
  control.setAttribute('aria-label', text);
  return element('label', { class: 'tool' }, `${text} `, control);
}

function rowPicker(results: Results, picked: (id: string) => void): HTMLSelectElement {
  const picker = element('select', {}, ...rowOptions(results));
  picker.addEventListener('change', () => picked(picker.value));
  return picker;
}

function flagChip(flag: QueryFlag, state: Store): HTMLButtonElement {
  const press = (): void => {
    const { show } = state.get();
    state.set({ show: show.includes(flag) ? show.filter((one) => one !== flag) : [...show, flag] });
  };
  return button(FLAG_TEXTS[flag][0], press, { class: 'chip', title: FLAG_TEXTS[flag][1] });
}

/** One of some names, with how many queries each has; left out where there is nothing to pick. */
function codePicker(
  title: string,
  options: readonly { readonly id: string; readonly name: string }[],
  key: 'category' | 'asked' | 'answered',
  state: Store,
): { readonly label: HTMLElement | null; show(counts: ReadonlyMap<number, number>): void } {
  if (options.length < 2) return { label: null, show: () => undefined };
  const any = element('option', { value: '' }, 'any');
  const made = options.map(({ id }, at) => element('option', { value: String(at) }, id));
  const picker = element('select', {}, any, ...made);
  picker.addEventListener('change', () => state.set({ [key]: picker.value === '' ? null : options[Number(picker.value)]?.id }));
  return {
    label: labelled(title, picker),
    show(counts) {
      for (const [at, option] of made.entries())
        option.textContent = `${options[at]?.name} (${formatCount(counts.get(at) ?? 0)})`;
      const at = options.findIndex(({ id }) => id === state.get()[key]);
      picker.value = at < 0 ? '' : String(at);
    },
  };
}

function searchBox(state: Store): HTMLInputElement {
  const search = element('input', {
    type: 'search',
    placeholder: 'ids and texts  ( / )',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  let rest: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener('input', () => {
    clearTimeout(rest);
    rest = setTimeout(() => state.set({ find: search.value.trim() === '' ? null : search.value.trim() }), REST_MS);
  });
  return search;
}
