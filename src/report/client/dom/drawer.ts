import { button, element } from './element.js';

/** A panel at the side that holds the reader until it is closed: Escape, its button, or a click beside it. */
export interface Drawer {
  readonly root: HTMLDialogElement;
  /** Empty; what it shows goes here. */
  readonly body: HTMLElement;
  open(title: string): void;
  close(): void;
}

/** The browser's own dialog: it keeps the focus inside and gives it back. `closed` is called however it was closed. */
export function drawer(closed: () => void): Drawer {
  const heading = element('h2', { id: 'drawer-title' });
  const body = element('div', { class: 'drawer-body' });
  const shut = button('Close', () => root.close(), { class: 'close' });
  const root = element('dialog', { class: 'drawer', 'aria-labelledby': 'drawer-title' }, heading, shut, body);
  root.addEventListener('close', closed);
  root.addEventListener('click', (event) => {
    if (event.target === root) root.close();
  });
  return {
    root,
    body,
    open(title) {
      heading.textContent = title;
      if (!root.isConnected) document.body.append(root);
      if (!root.open) root.showModal();
    },
    close: () => root.close(),
  };
}
