import type { Importer } from './importer.js';
import { routellm } from './routellm.js';
import { routerarena } from './routerarena.js';
import { wide } from './wide.js';

/** Every importer. One file each; a test holds this list and the folder equal. */
export const importers: readonly Importer[] = [routellm, routerarena, wide];

/** The names `routelab import <format>` accepts. */
export const importerNames: readonly string[] = importers.map((importer) => importer.name);
