import type { Spec, View } from 'vega';

/** What the page uses of vega. */
export interface ChartLibrary {
  /** A chart in a container, drawn once `runAsync` is called. */
  view(spec: Spec, container: Element): View;
}

/** Where the started script leaves the library. */
export const LIBRARY_KEY = 'routelabVega';
