import type { PageState, StateKey } from '../../explore/state.js';
import type { SectionContext } from './section.js';

/** Something worked out from the state, and how it is shown. */
export type Worked = (state: PageState) => Promise<(() => void) | null>;

/**
 * Works something out anew when members of the state change, once its place is about to be seen or printed; the place is
 * marked busy meanwhile. Of several changes only the last one is shown; null shows nothing new.
 */
export function follow({ root, state }: Pick<SectionContext, 'root' | 'state'>, keys: readonly StateKey[], work: Worked): void {
  let turn = 0;
  whenSeen(root, () =>
    state.watch(keys, async (now) => {
      const own = ++turn;
      root.setAttribute('aria-busy', 'true');
      try {
        const show = await work(now);
        if (own === turn) show?.();
      } finally {
        if (own === turn) root.removeAttribute('aria-busy');
      }
    }),
  );
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
