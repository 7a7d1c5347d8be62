import { element } from './element.js';

/** One of several panels, shown at a time. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  /** Fills the panel when it is first shown. */
  fill(panel: HTMLElement): void;
}

/** Tabs by the usual keys: arrows, Home and End move between them. */
export function tabs(label: string, list: readonly Tab[]): HTMLElement {
  const panels = list.map(({ id }) =>
    element('div', { role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': `${id}-tab`, tabindex: 0, hidden: true }),
  );
  const filled = new Set<number>();
  const show = (index: number, focus: boolean): void => {
    for (const [at, one] of handles.entries()) {
      one.setAttribute('aria-selected', String(at === index));
      one.tabIndex = at === index ? 0 : -1;
      (panels[at] as HTMLElement).hidden = at !== index;
    }
    if (focus) handles[index]?.focus();
    if (!filled.has(index)) list[index]?.fill(panels[index] as HTMLElement);
    filled.add(index);
  };
  const handles = list.map(({ id, title }, index) => {
    const handle = element('button', { type: 'button', role: 'tab', id: `${id}-tab`, 'aria-controls': `${id}-panel` }, title);
    handle.addEventListener('click', () => show(index, false));
    handle.addEventListener('keydown', ({ key }) => {
      const last = list.length - 1;
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[key];
      if (to !== undefined) show(to > last ? 0 : to < 0 ? last : to, true);
    });
    return handle;
  });
  show(0, false);
  return element('div', { class: 'tabs' }, element('div', { role: 'tablist', 'aria-label': label }, ...handles), ...panels);
}
