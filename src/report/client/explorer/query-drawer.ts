import { WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { formatCount } from '../../format.js';
import { inertText } from '../../inert-text.js';
import { showCommand } from '../../show-command.js';
import { announce } from '../dom/announce.js';
import { copyText } from '../dom/copy-text.js';
import { drawer } from '../dom/drawer.js';
import { button, element } from '../dom/element.js';
import type { Store } from '../state/store.js';

/** What the drawer walks through, and how it shows one of them. */
export interface DrawerSource {
  readonly ids: readonly string[];
  /** Queries as they are picked and ordered now. */
  shown(): Uint32Array;
  content(query: number): Promise<readonly HTMLElement[]>;
  /** The drawer shows another query, or none any more. */
  moved(query: number): void;
  closed(): void;
}

/** A panel with one query, which the state names; previous and next stay within what is picked. */
export function queryDrawer(source: DrawerSource, state: Store): void {
  const { ids } = source;
  const panel = drawer(() => {
    state.set({ query: null });
    source.closed();
  });
  panel.root.classList.add('query-drawer');
  const at = element('span', { class: 'soft' });
  const previous = button('← Previous', () => step(-1), { title: 'k' });
  const next = button('Next →', () => step(1), { title: 'j' });
  const copy = button('Copy link', () => copyText(location.href, 'Link to this query'));
  const command = button('Copy command', () => copyText(showCommand(ids[wanted] ?? '') ?? '', 'Command that shows this query'));
  const content = element('div', {});
  panel.body.append(element('div', { class: 'controls' }, previous, next, at, copy, command), content);
  let wanted = -1;

  function step(by: number): void {
    const shown = source.shown();
    const to = shown[shown.indexOf(wanted) + by];
    if (to !== undefined) state.set({ query: ids[to] ?? null });
  }

  async function show(query: number): Promise<void> {
    wanted = query;
    const shown = source.shown();
    const place = shown.indexOf(query);
    at.textContent = place < 0 ? 'not among the queries picked' : `${formatCount(place + 1)} of ${formatCount(shown.length)}`;
    // Kept where they are when they lead nowhere, so that the focus is not lost.
    command.hidden = showCommand(ids[query] as string) === null;
    previous.setAttribute('aria-disabled', String(place <= 0));
    next.setAttribute('aria-disabled', String(place + 1 >= shown.length));
    const title = `Query ${inertText(ids[query] as string)}`;
    const moves = panel.root.open;
    panel.open(title);
    const made = await source.content(query);
    if (wanted !== query) return;
    content.replaceChildren(...made);
    panel.root.scrollTop = 0;
    source.moved(query);
    if (moves) announce(`${title}, ${at.textContent}`);
  }

  panel.root.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
  });
  state.watch(['query', ...WHAT_IF_KEYS], ({ query: id }) => {
    const query = id === null ? -1 : ids.indexOf(id);
    if (query >= 0) void show(query);
    else {
      wanted = -1;
      panel.close();
      if (id !== null) announce('There is no such query in this report');
    }
  });
}
