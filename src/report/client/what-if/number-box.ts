import { element } from '../dom/element.js';
import type { Store } from '../state/store.js';

/** A number of the supposition under a name; an empty box is the recorded one. */
export function numberBox(
  state: Store,
  { key, name, label, placeholder }: { key: 'times' | 'usd' | 'weigh'; name: string; label: string; placeholder: string },
): HTMLInputElement {
  const box = element('input', { type: 'number', min: 0, step: 'any', 'aria-label': label, placeholder, inputmode: 'decimal' });
  box.addEventListener('change', () => {
    const { [name]: _, ...others } = state.get()[key];
    const value = box.valueAsNumber;
    const valid = Number.isFinite(value) && value >= 0;
    if (!valid) box.value = '';
    state.set({ [key]: valid ? { ...others, [name]: value } : others });
  });
  state.watch([key], (now) => {
    box.value = Object.hasOwn(now[key], name) ? String(now[key][name]) : '';
  });
  return box;
}
