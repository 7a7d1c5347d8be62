import type { Results } from '../../../domain/results.js';
import { element } from '../dom/element.js';
import { rowOptions } from './row-options.js';

/** A list of rows to pick one from, by section. */
export interface RowPicker {
  readonly root: HTMLElement;
  /** Shows a row (index) as picked. */
  show(row: number): void;
}

let made = 0;

/** @param picked gets the id of the row that was picked */
export function rowPicker(results: Results, label: string, picked: (rowId: string) => void): RowPicker {
  const id = `row-picker-${++made}`;
  const select = element('select', { id }, ...rowOptions(results));
  select.addEventListener('change', () => picked(select.value));
  return {
    root: element('span', { class: 'tool' }, element('label', { for: id }, label), select),
    show: (row) => {
      select.value = results.rows[row]?.id ?? '';
    },
  };
}
