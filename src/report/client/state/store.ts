import { type PageState, readAddress, type StateKey, writeAddress } from '../../explore/state.js';

/** The page's state. It is kept in the address, so that a copied link shows the same page. */
export interface Store {
  get(): PageState;
  /** Changes some members; watchers hear of those that did change, once all are set. */
  set(change: Partial<PageState>): void;
  /** Calls back now, and whenever one of the members changes. */
  watch(keys: readonly StateKey[], seen: (state: PageState) => void): void;
  /** Points the address at a heading, keeping the state. */
  goTo(anchor: string): void;
}

/** The state of the address, followed both ways. */
export function openStore(): Store {
  let { anchor, state } = readAddress(location.hash);
  const watchers: { readonly keys: readonly StateKey[]; readonly seen: (state: PageState) => void }[] = [];
  const take = (next: PageState): void => {
    const before = state;
    state = next;
    for (const { keys, seen } of watchers) {
      if (keys.some((key) => !same(before[key], next[key]))) seen(next);
    }
  };
  const address = spaced(() => {
    // An empty hash would leave a bare `#`, and jump to the top.
    history.replaceState(null, '', writeAddress({ anchor, state }) || location.pathname + location.search);
  });
  addEventListener('hashchange', () => {
    address.drop();
    const given = readAddress(location.hash);
    anchor = given.anchor;
    take(given.state);
    jump(anchor);
  });
  return {
    get: () => state,
    set(change) {
      take({ ...state, ...change });
      address.ask();
    },
    watch(keys, seen) {
      watchers.push({ keys, seen });
      seen(state);
    },
    goTo(to) {
      address.now();
      anchor = to;
      history.pushState(null, '', writeAddress({ anchor, state }));
      jump(to);
    },
  };
}

/** Browsers refuse to write an address more than some 100 times in 10 seconds, which a dragged slider would: so many at once, then one each. */
const AT_ONCE = 20;
const ADDRESS_MS = 150;

/** Does something when asked: at once, or where that was often, as soon as it may again. */
function spaced(write: () => void): { ask(): void; now(): void; drop(): void } {
  let left = AT_ONCE;
  let last = performance.now();
  let waits: ReturnType<typeof setTimeout> | null = null;
  const drop = (): void => {
    if (waits !== null) clearTimeout(waits);
    waits = null;
  };
  const go = (): void => {
    drop();
    left = Math.max(0, left - 1);
    write();
  };
  return {
    ask() {
      const now = performance.now();
      left = Math.min(AT_ONCE, left + (now - last) / ADDRESS_MS);
      last = now;
      if (left >= 1) go();
      else waits ??= setTimeout(go, (1 - left) * ADDRESS_MS);
    },
    now() {
      if (waits !== null) go();
    },
    drop,
  };
}

/** Scrolls to a heading and puts the focus there, as a plain link would. */
export function jump(anchor: string): void {
  if (anchor === '') return;
  const target = document.getElementById(anchor);
  if (target === null) return;
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView();
  holdInSight(target);
}

/** What the reader does to go elsewhere. */
const LEAVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
/** By then what lies above a heading has been laid out. */
const HELD_MS = 3_000;

let release: () => void = () => undefined;

/**
 * Sections above a heading get their height when they are first laid out, and charts when they are drawn: the heading is
 * brought back each time the page grows or shrinks, for a while, or until the reader moves.
 */
function holdInSight(target: HTMLElement): void {
  release();
  const page = new ResizeObserver(() => target.scrollIntoView({ behavior: 'instant' }));
  page.observe(document.body);
  const leave = new AbortController();
  release = () => {
    page.disconnect();
    leave.abort();
  };
  for (const name of LEAVES) addEventListener(name, release, { signal: leave.signal, passive: true });
  setTimeout(release, HELD_MS);
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
