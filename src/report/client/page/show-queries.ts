import type { QueryFlag } from '../../explore/query-flags.js';
import { INITIAL_STATE, type PageState, writeAddress } from '../../explore/state.js';
import { element } from '../dom/element.js';
import type { Store } from '../state/store.js';

/** Heading of the explorer. */
export const QUERIES = 'queries';

/** Which queries are behind a number. What isn't named is not picked by; the baseline stays unless one is named. */
export interface QuerySelection {
  /** Row id whose queries they are. */
  readonly row?: string;
  readonly baseline?: string | null;
  readonly show?: readonly QueryFlag[];
  readonly category?: string;
  /** Ids of models: called first by the row, and whose answer it served. */
  readonly asked?: string;
  readonly answered?: string;
  readonly order?: string;
}

/** Sets the explorer to some queries and takes the reader there. */
export function showQueries(state: Store, selection: QuerySelection): void {
  state.set(picked(state.get(), selection));
  state.goTo(QUERIES);
}

/** A number that leads to its queries; as a link it can be copied and opened elsewhere. */
export function queriesLink(state: Store, selection: QuerySelection, text: string, about: string): HTMLAnchorElement {
  const link = element('a', { class: 'queries-link', href: `#${QUERIES}`, title: about }, text);
  const address = (): void => {
    link.href = writeAddress({ anchor: QUERIES, state: { ...state.get(), ...picked(state.get(), selection) } });
  };
  // As it stands when it is used: the address holds the rest of the page's state.
  link.addEventListener('pointerdown', address);
  link.addEventListener('focus', address);
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    showQueries(state, selection);
  });
  return link;
}

/** Makes what a table's cell says a link to its queries. */
export function linkCell(cell: HTMLElement, state: Store, selection: QuerySelection, about: string): void {
  cell.replaceChildren(queriesLink(state, selection, cell.textContent, about));
}

function picked(state: PageState, { baseline = state.baseline, ...selection }: QuerySelection): Partial<PageState> {
  const { row, show, category, asked, answered, find, order } = INITIAL_STATE;
  return { row, show, category, asked, answered, find, order, query: null, ...selection, baseline };
}
