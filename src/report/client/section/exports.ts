import { download } from '../dom/download.js';
import { button, element } from '../dom/element.js';
import { tabs } from '../dom/tabs.js';
import type { Section } from '../page/section.js';

/** Exports a tab each; their files can be taken from the page. */
export const exportedConfigs: Section = {
  id: 'exports-tabs',
  place: { enhances: 'exports' },
  needsQueries: false,
  mount({ root }) {
    for (const text of root.querySelectorAll<HTMLElement>('pre[data-file]')) {
      const name = text.dataset['file'] ?? 'file';
      text.before(
        button('Download', () => download(plainName(name), new Blob([text.textContent])), { 'aria-label': `Download ${name}` }),
      );
    }
    const exports = [...root.querySelectorAll<HTMLElement>('details.export')];
    if (exports.length < 2) {
      for (const one of exports) one.setAttribute('open', '');
      return;
    }
    const list = exports.map((one, index) => ({
      id: `export-${index}`,
      title: one.querySelector('summary')?.textContent ?? '',
      fill: (panel: HTMLElement) => {
        one.querySelector('summary')?.remove();
        panel.append(...one.childNodes);
      },
    }));
    const bar = tabs('Exported configs', list);
    for (const one of exports) one.remove();
    root.append(element('div', { class: 'controls' }, bar));
  },
};

/** Without its folders: a download has none. */
function plainName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
