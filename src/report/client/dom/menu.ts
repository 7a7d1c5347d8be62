import { button, element } from './element.js';

/** A button that opens a list of things to do; Escape, a choice or a click elsewhere closes it. */
export function menu(text: string, items: () => readonly { readonly title: string; readonly run: () => void }[]): HTMLElement {
  const list = element('ul', { class: 'menu-items', hidden: true });
  const opener = button(text, () => show(list.hidden === true), { 'aria-expanded': 'false' });
  const root = element('div', { class: 'menu' }, opener, list);
  function show(open: boolean): void {
    list.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (!open) return;
    list.replaceChildren(
      ...items().map(({ title, run }) =>
        element(
          'li',
          {},
          button(title, () => {
            show(false);
            opener.focus();
            run();
          }),
        ),
      ),
    );
    list.querySelector('button')?.focus();
  }
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    show(false);
    opener.focus();
  });
  root.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) show(false);
  });
  return root;
}
