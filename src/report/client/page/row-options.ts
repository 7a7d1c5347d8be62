import type { Results } from '../../../domain/results.js';
import { rowNames, rowSection } from '../../row-name.js';
import { element } from '../dom/element.js';

/** Every row as options of a picker, in groups. */
export function rowOptions(results: Results): HTMLOptGroupElement[] {
  const name = rowNames(results);
  return (['strategies', 'single models', 'controls'] as const).flatMap((group) => {
    const rows = results.rows.filter((row) => rowSection(row) === group);
    if (rows.length === 0) return [];
    return [element('optgroup', { label: group }, ...rows.map((row) => element('option', { value: row.id }, name(row))))];
  });
}
