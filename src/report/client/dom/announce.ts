import { element } from './element.js';

let region: HTMLElement | null = null;

/** Tells screen readers, politely, what has changed; the last word counts. */
export function announce(text: string): void {
  if (region === null) {
    region = element('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  region.textContent = text;
}
