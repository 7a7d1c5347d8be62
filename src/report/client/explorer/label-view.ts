import { inertText } from '../../inert-text.js';
import { element } from '../dom/element.js';
import { textBlock } from './text-block.js';

/** What a scorer may see of a query: reference, choices, rubric, and whatever else the label holds. */
export function labelView(label: unknown): HTMLElement {
  const members = label === null || typeof label !== 'object' ? [] : Object.entries(label);
  if (members.length === 0) return element('p', { class: 'soft' }, 'The query has no label to score against.');
  return element(
    'dl',
    {},
    ...members.map(([name, value]) =>
      element('div', {}, element('dt', {}, inertText(name)), element('dd', {}, valueView(value))),
    ),
  );
}

function valueView(value: unknown): HTMLElement {
  if (typeof value === 'string') return textBlock(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return element('ul', {}, ...value.map((one) => element('li', {}, textBlock(one))));
  return textBlock(JSON.stringify(value, null, 1));
}

/** The text that answers can be held against. */
export function referenceOf(label: unknown): string | null {
  const reference = label === null || typeof label !== 'object' ? undefined : (label as { reference?: unknown }).reference;
  if (typeof reference === 'string') return reference;
  return Array.isArray(reference) && typeof reference[0] === 'string' ? reference[0] : null;
}
