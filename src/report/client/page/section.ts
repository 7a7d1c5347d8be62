import type { Store } from '../state/store.js';
import type { Derived } from './derived.js';
import type { PageData } from './page-data.js';

/** Where a section stands: it adds to one that the page came with, or is put after or before one, under a heading of its own. */
export type SectionPlace =
  | { readonly enhances: string }
  | { readonly after: string; readonly title: string; readonly nav?: string }
  | { readonly before: string; readonly title: string; readonly nav?: string };

/** What a section gets to work with. */
export interface SectionContext {
  /** The section's own element. Everything else of the page is others' business. */
  readonly root: HTMLElement;
  readonly data: PageData;
  readonly state: Store;
  readonly derived: Derived;
}

/** A part of the page that does something. */
export interface Section {
  /** Unique; the id of its heading where it has one of its own. */
  readonly id: string;
  /** `enhances`, `after` and `before` name headings; `header` is the bar on top. Without such a heading the section is left out. */
  readonly place: SectionPlace;
  /** Left out where the page has no columns of single queries. */
  readonly needsQueries: boolean;
  mount(context: SectionContext): void;
}
