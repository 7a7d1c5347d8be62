import { baselineRow } from '../../explore/results-against.js';
import { wordField } from '../../explore/state-field.js';
import { announce } from '../dom/announce.js';
import { copyText } from '../dom/copy-text.js';
import { download, jsonBlob } from '../dom/download.js';
import { button, element } from '../dom/element.js';
import { menu } from '../dom/menu.js';
import { offerExport, offeredExports } from '../page/exports.js';
import type { PageData } from '../page/page-data.js';
import { rowOptions } from '../page/row-options.js';
import type { Section } from '../page/section.js';
import type { Store } from '../state/store.js';

/** The bar on top: what everything is held against, and what can be done with the page. */
export const bar: Section = {
  id: 'bar',
  place: { enhances: 'header' },
  needsQueries: false,
  mount({ root, data, state }) {
    offerExport({ title: 'Results, JSON', run: () => download('results.json', jsonBlob(data.results)) });
    const tools = element(
      'div',
      { class: 'tools' },
      data.queries === null ? null : baselinePicker(data, state),
      themePicker(state),
      button('Print', () => print()),
      button('Copy link', () => copyText(location.href, 'Link to this view')),
      menu('Export', offeredExports),
    );
    root.querySelector('nav')?.before(tools);
    keepState(root, state);
  },
};

function baselinePicker({ results }: PageData, state: Store): HTMLElement {
  const reference = baselineRow(results, null);
  const picker = element('select', { id: 'baseline-picker' }, ...rowOptions(results));
  const note = (id: string | undefined): string => (id === results.rows[reference]?.id ? '' : ' (other than the run’s)');
  picker.addEventListener('change', () => {
    const own = picker.value === results.rows[reference]?.id;
    state.set({ baseline: own ? null : picker.value });
    announce(`Differences are now against ${picker.selectedOptions[0]?.textContent ?? ''}${note(picker.value)}`);
  });
  state.watch(['baseline'], ({ baseline }) => {
    picker.value = results.rows[baselineRow(results, baseline)]?.id ?? '';
  });
  return element('label', { class: 'tool' }, 'Baseline ', picker);
}

const THEMES = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const;

function themePicker(state: Store): HTMLElement {
  const picker = element('select', {}, ...Object.entries(THEMES).map(([value, text]) => element('option', { value }, text)));
  const words = wordField(['auto', 'light', 'dark']);
  picker.addEventListener('change', () => state.set({ theme: words.read(picker.value) ?? 'auto' }));
  state.watch(['theme'], ({ theme }) => {
    picker.value = theme;
  });
  return element('label', { class: 'tool' }, 'Colours ', picker);
}

/** Links inside the page move the reader and leave the state in the address. */
function keepState(root: HTMLElement, state: Store): void {
  root.ownerDocument.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.goTo(link.getAttribute('href')?.slice(1) ?? '');
  });
}
