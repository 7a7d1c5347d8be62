import type { Store } from '../state/store.js';

/** Keeps the page's colours as the state says; `auto` is what the system prefers. */
export function applyTheme(state: Store): void {
  state.watch(['theme'], ({ theme }) => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  });
}
