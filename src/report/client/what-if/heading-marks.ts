import { reachText } from '../../explore/what-if/reach.js';
import { suppositionText, WHAT_IF_KEYS } from '../../explore/what-if/supposition.js';
import { button, element } from '../dom/element.js';
import type { SectionContext } from '../page/section.js';
import { backToRecorded } from './banner.js';

/** Blocks inside sections that stay while the rest of it follows: by name in the list of what reaches where, and where they are. */
const BLOCKS: readonly (readonly [id: string, selector: string])[] = [
  ['cascades', '#cascades'],
  ['tests', 'section:has(> #comparison) > details:last-of-type > summary'],
];

/**
 * While something is supposed every section says in its heading's line whether its numbers follow, and a press there goes back.
 * One whose numbers would be others but can't follow says why, above them.
 */
export function markHeadings({ state, derived }: Pick<SectionContext, 'state' | 'derived'>): void {
  const marks = [...document.querySelectorAll<HTMLElement>('main > section > h2[id]')].map((heading) => {
    const mark = element('span', { class: 'what-if-mark', hidden: true });
    const why = element('p', { class: 'what-if-why', hidden: true });
    heading.after(mark, why);
    return { id: heading.id, title: heading.textContent, mark, why };
  });
  const blocks = BLOCKS.flatMap(([id, selector]) => {
    const place = document.querySelector(selector);
    const why = element('p', { class: 'what-if-why', hidden: true });
    place?.after(why);
    return place === null ? [] : [{ id, why }];
  });
  state.watch(WHAT_IF_KEYS, (now) => {
    const view = derived.view(now);
    const supposed = view?.supposed ?? null;
    document.documentElement.toggleAttribute('data-supposing', supposed !== null);
    for (const { id, title, mark, why } of marks) {
      mark.hidden = supposed === null;
      if (view === null || supposed === null) {
        why.hidden = true;
        mark.replaceChildren();
        continue;
      }
      const said = reachText(id, view);
      mark.classList.toggle('follows', said.mark === 'What if');
      mark.replaceChildren(
        element('span', { title: suppositionText(supposed) }, said.mark),
        button('Back', () => backToRecorded(state), { 'aria-label': `Back to what was recorded (${title})` }),
      );
      tell(why, said.why);
    }
    for (const { id, why } of blocks) tell(why, view === null || supposed === null ? null : reachText(id, view).why);
  });
}

function tell(place: HTMLElement, why: string | null): void {
  place.hidden = why === null;
  place.textContent = why ?? '';
}
