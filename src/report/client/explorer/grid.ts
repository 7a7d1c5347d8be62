import { button, element } from '../dom/element.js';

/** A column of the grid. */
export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** Numbers stand right. */
  readonly number: boolean;
  /** Which way a first press orders; null where it can't be ordered by. */
  readonly order: 'ascending' | 'descending' | null;
  /** Width as a track of a CSS grid. */
  readonly width: string;
  /** Left out where the screen is narrow. */
  readonly spare: boolean;
  fill(cell: HTMLElement, query: number): void;
}

/** A table of any length: rows have one height, and only those in sight are in the page. */
export interface Grid {
  readonly root: HTMLElement;
  setColumns(columns: readonly GridColumn[], order: string | null): void;
  /** Shows other rows: from the top, or from the row that was current if it is still there. */
  setQueries(queries: Uint32Array, from: 'top' | 'current'): void;
  /** Makes a query current and brings it into sight. */
  current(query: number, focus: boolean): void;
  /** Fills the rows in sight anew. */
  refresh(): void;
  /** The queries whose rows are in the page. */
  inSight(): number[];
}

export interface GridEvents {
  open(query: number): void;
  order(column: GridColumn): void;
  scrolled(): void;
}

/** Rows beyond either edge, so that quick scrolling finds them there. */
const BEYOND = 8;

/** A grid by the keys of such tables: arrows or j and k, PageUp and PageDown, Home and End, Enter to open. */
export function grid(label: string, events: GridEvents): Grid {
  const head = element('div', { role: 'row', class: 'grid-head', 'aria-rowindex': 1 });
  const rows = element('div', { role: 'rowgroup', class: 'grid-rows' });
  const root = element(
    'div',
    { role: 'grid', class: 'query-grid', tabindex: 0, 'aria-label': label },
    element('div', { role: 'rowgroup', class: 'grid-top' }, head),
    rows,
  );
  const held = new Map<number, HTMLElement>();
  let columns: readonly GridColumn[] = [];
  let queries: Uint32Array = new Uint32Array();
  let at = 0;
  let asked = false;

  const rowHeight = (): number => 2.25 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const pageRows = (): number => Math.max(1, Math.floor((root.clientHeight - head.offsetHeight) / rowHeight()) - 1);

  function draw(): void {
    const height = rowHeight();
    rows.style.height = `${queries.length * height}px`;
    const from = Math.max(0, Math.floor(root.scrollTop / height) - BEYOND);
    const to = Math.min(queries.length, Math.ceil((root.scrollTop + root.clientHeight) / height) + BEYOND);
    for (const [index, row] of held)
      if (index < from || index >= to) {
        row.remove();
        held.delete(index);
      }
    for (let index = from; index < to; index++) {
      const row = held.get(index) ?? addRow(index);
      row.style.transform = `translateY(${index * height}px)`;
      row.setAttribute('aria-selected', String(index === at));
    }
    if (held.has(at)) root.setAttribute('aria-activedescendant', rowId(at));
    else root.removeAttribute('aria-activedescendant');
  }

  function addRow(index: number): HTMLElement {
    const row = element('div', { role: 'row', class: 'grid-row', id: rowId(index), 'aria-rowindex': index + 2 });
    for (const [at, column] of columns.entries()) {
      const cell = element('div', { role: 'gridcell', class: classOf(column), 'aria-colindex': at + 1 });
      column.fill(cell, queries[index] as number);
      row.append(cell);
    }
    row.addEventListener('click', () => {
      go(index);
      events.open(queries[index] as number);
    });
    held.set(index, row);
    rows.append(row);
    return row;
  }

  function empty(): void {
    held.clear();
    rows.replaceChildren();
  }

  /** Makes a row current and scrolls as little as shows it whole, below the heading. */
  function go(to: number): void {
    at = Math.max(0, Math.min(queries.length - 1, to));
    const height = rowHeight();
    const [top, bottom] = [at * height, (at + 1) * height + head.offsetHeight];
    if (root.scrollTop > top) root.scrollTop = top;
    else if (root.scrollTop + root.clientHeight < bottom) root.scrollTop = bottom - root.clientHeight;
    draw();
    events.scrolled();
  }

  root.addEventListener('scroll', () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
      events.scrolled();
    });
  });
  root.addEventListener('keydown', (event) => {
    // Keys of the heading's buttons are theirs, and those with a modifier the browser's.
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey || queries.length === 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      PageDown: at + pageRows(),
      PageUp: at - pageRows(),
      Home: 0,
      End: queries.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter') events.open(queries[at] as number);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(draw).observe(root);

  return {
    root,
    setColumns(next, order) {
      columns = next;
      const tracks = (some: readonly GridColumn[]): string => some.map(({ width }) => width).join(' ');
      root.style.setProperty('--tracks', tracks(columns));
      root.style.setProperty('--tracks-narrow', tracks(columns.filter(({ spare }) => !spare)));
      root.setAttribute('aria-colcount', String(columns.length));
      head.replaceChildren(...columns.map((column, at) => heading(column, at, order, events.order)));
      empty();
      draw();
    },
    setQueries(next, from) {
      const before = from === 'top' ? undefined : queries[at];
      queries = next;
      const kept = before === undefined ? -1 : queries.indexOf(before);
      at = Math.max(0, kept);
      root.setAttribute('aria-rowcount', String(queries.length + 1));
      empty();
      if (kept < 0) root.scrollTop = 0;
      go(at);
    },
    current(query, focus) {
      const index = queries.indexOf(query);
      if (index >= 0) go(index);
      if (focus) root.focus({ preventScroll: true });
    },
    refresh() {
      empty();
      draw();
    },
    inSight: () => [...held.keys()].map((index) => queries[index] as number),
  };
}

function classOf({ number, spare }: GridColumn): string | null {
  return [...(number ? ['r'] : []), ...(spare ? ['spare'] : [])].join(' ') || null;
}

function rowId(index: number): string {
  return `query-row-${index}`;
}

/** A heading that orders, saying how it does now. */
function heading(column: GridColumn, at: number, order: string | null, press: (column: GridColumn) => void): HTMLElement {
  const own = order?.replace(/^-/, '') === column.id;
  const sort = !own ? null : order?.startsWith('-') ? 'descending' : 'ascending';
  const content = column.order === null ? column.title : button(column.title, () => press(column), { class: 'sort' });
  return element('div', { role: 'columnheader', class: classOf(column), 'aria-colindex': at + 1, 'aria-sort': sort }, content);
}
