import { openDerived } from './page/derived.js';
import { mountSections } from './page/mount-sections.js';
import { readPageData } from './page/page-data.js';
import { applyTheme } from './page/theme.js';
import { SECTIONS } from './section/index.js';
import { jump, openStore } from './state/store.js';
import { markHeadings } from './what-if/heading-marks.js';

/** The page is whole as it came; this makes it one to explore, once it has been painted. */
async function start(): Promise<void> {
  const state = openStore();
  applyTheme(state);
  await painted();
  const { data, columns } = await readPageData();
  const context = { data, state, derived: openDerived(data.results, columns) };
  mountSections(SECTIONS, context);
  if (data.queries !== null) markHeadings(context);
  document.documentElement.dataset['ready'] = 'true';
  jump(anchorOf());
}

function anchorOf(): string {
  const first = location.hash.slice(1).split('&')[0] ?? '';
  return first.includes('=') ? '' : first;
}

function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

start().catch((error: unknown) => console.error('the page stays as it came', error));
