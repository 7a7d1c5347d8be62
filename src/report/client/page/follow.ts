import type { PageState, StateKey } from '../../explore/state.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import type { SectionContext } from './section.js';

/** One time that something is worked out. */
export interface Turn {
  readonly state: PageState;
  /** Queries as the state has them, with what it supposes; null where the page has none. */
  readonly view: QueryView | null;
  /** False once something newer is asked for. */
  readonly wanted: () => boolean;
  /** Shows something before everything is worked out; nothing once something newer is asked for. */
  show(now: () => void): void;
}

/** Something worked out from the state, and how it is shown; null shows nothing new. */
export type Worked = (turn: Turn) => Promise<(() => void) | null>;

/**
 * Works something out anew when members of the state change, or what is supposed, once its place is about to be seen or printed;
 * the place is marked busy meanwhile. Of several changes only the last one is shown.
 */
export function follow(
  { root, state, derived }: Pick<SectionContext, 'root' | 'state' | 'derived'>,
  keys: readonly StateKey[],
  work: Worked,
): void {
  whenSeen(root, () => followNow({ root, state, derived }, keys, work));
}

/** The same for a place that is always at hand. */
export function followNow(
  { root, state, derived }: Pick<SectionContext, 'root' | 'state' | 'derived'>,
  keys: readonly StateKey[],
  work: Worked,
): void {
  let turn = 0;
  state.watch([...new Set([...keys, ...WHAT_IF_KEYS])], async (now) => {
    const own = ++turn;
    const wanted = (): boolean => own === turn;
    root.setAttribute('aria-busy', 'true');
    delete root.dataset['partly'];
    try {
      const show = await work({
        state: now,
        view: derived.view(now),
        wanted,
        show(partly) {
          if (!wanted()) return;
          partly();
          // What stands there is right as far as it goes.
          root.dataset['partly'] = 'true';
        },
      });
      if (wanted()) show?.();
    } finally {
      if (wanted()) {
        root.removeAttribute('aria-busy');
        delete root.dataset['partly'];
      }
    }
  });
}

/** Calls once, when an element comes near the part of the page that is seen, or the page is printed. */
export function whenSeen(place: Element, seen: () => void): void {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    watcher.disconnect();
    seen();
  };
  const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && once(), {
    rootMargin: '600px',
  });
  watcher.observe(place);
  addEventListener('beforeprint', once);
}
