import { element } from '../dom/element.js';

let box: HTMLElement | null = null;

/** Shows what a chart has to say of what is pointed at. The table beside each chart says the same to everyone. */
export function tooltip(text: string | null, at: { readonly x: number; readonly y: number }): void {
  if (box === null) {
    box = element('div', { class: 'tooltip', hidden: true, 'aria-hidden': 'true' });
    document.body.append(box);
  }
  box.hidden = text === null;
  if (text === null) return;
  box.textContent = text;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.min(at.x + 14, innerWidth - width - 8)}px`;
  box.style.top = `${Math.max(8, at.y - height - 10)}px`;
}
