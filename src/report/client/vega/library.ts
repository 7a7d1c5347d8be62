import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';

/** What the page uses of vega: the same charts as on the server, from the same specifications. */
export interface ChartLibrary {
  /** A chart in a container; `tell` gets the text of what is pointed at, null for nothing. */
  view(spec: TopLevelSpec, container: HTMLElement, tell: Tell): View;
}

export type Tell = (text: string | null, at: { readonly x: number; readonly y: number }) => void;

/** Where the started script leaves the library. */
export const LIBRARY_KEY = 'routelabVega';
