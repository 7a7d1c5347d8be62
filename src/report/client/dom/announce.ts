import { element } from './element.js';

let region: HTMLElement | null = null;

/** Tells screen readers, politely, what has changed; the last word counts. */
export function announce(text: string): void {
  region ??= element('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
  // What lies beside an open dialog is silent.
  const place = document.querySelector('dialog[open]') ?? document.body;
  if (region.parentNode !== place) place.append(region);
  region.textContent = text;
}
