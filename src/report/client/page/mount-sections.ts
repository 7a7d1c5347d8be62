import { element } from '../dom/element.js';
import type { Store } from '../state/store.js';
import type { Derived } from './derived.js';
import type { PageData } from './page-data.js';
import type { Section } from './section.js';

/** Starts every section that has its place and its data. One that fails leaves the page as it came, and the others at work. */
export function mountSections(
  sections: readonly Section[],
  context: { readonly data: PageData; readonly state: Store; readonly derived: Derived },
): void {
  for (const section of sections) {
    if (section.needsQueries && context.data.queries === null) continue;
    const root = rootOf(section);
    if (root === null) continue;
    try {
      section.mount({ ...context, root });
    } catch (error) {
      console.error(`section ${section.id}`, error);
    }
  }
}

function rootOf({ id, place }: Section): HTMLElement | null {
  if ('enhances' in place) {
    return place.enhances === 'header' ? document.querySelector('header') : sectionOf(place.enhances);
  }
  const [beside, where] = 'after' in place ? [place.after, 'after' as const] : [place.before, 'before' as const];
  const neighbour = sectionOf(beside);
  if (neighbour === null) return null;
  const root = element('section', { 'aria-labelledby': id }, element('h2', { id }, place.title));
  neighbour[where](root);
  const link = document.querySelector(`header nav a[href="#${beside}"]`);
  const own = place.nav === undefined ? null : element('a', { href: `#${id}` }, place.nav);
  if (own !== null) link?.[where](...(where === 'after' ? [' ', own] : [own, ' ']));
  return root;
}

function sectionOf(heading: string): HTMLElement | null {
  return document.getElementById(heading)?.closest('section') ?? null;
}
