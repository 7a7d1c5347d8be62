import type { Results } from '../../../domain/results.js';
import { rowNames } from '../../row-name.js';
import { button, element } from '../dom/element.js';
import type { Store } from '../state/store.js';

/** Which rows tables and charts show: a list of boxes that opens. */
export function rowChoice(results: Results, state: Store): HTMLElement {
  const name = rowNames(results);
  const boxes = results.rows.map((row) => {
    const box = element('input', { type: 'checkbox', value: row.id });
    box.addEventListener('change', () => {
      const hidden = state.get().hidden.filter((id) => id !== row.id);
      state.set({ hidden: box.checked ? hidden : [...hidden, row.id] });
    });
    return { box, label: element('label', {}, box, ` ${name(row)}`) };
  });
  const all = button('Show all rows', () => state.set({ hidden: [] }));
  const summary = element('summary', {});
  state.watch(['hidden'], ({ hidden }) => {
    for (const { box } of boxes) box.checked = !hidden.includes(box.value);
    const shown = boxes.filter(({ box }) => box.checked).length;
    summary.textContent = shown === boxes.length ? 'Rows: all are shown' : `Rows: ${shown} of ${boxes.length} are shown`;
    all.hidden = shown === boxes.length;
  });
  const choices = element(
    'fieldset',
    { class: 'choices' },
    element('legend', { class: 'hidden' }, 'Rows shown in table and charts'),
  );
  choices.append(...boxes.map(({ label }) => label), all);
  return element('details', { class: 'choice' }, summary, choices);
}
