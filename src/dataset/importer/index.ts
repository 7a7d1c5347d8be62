import type { Importer } from './importer.js';
import { llmrouter } from './llmrouter.js';
import { llmrouterbench } from './llmrouterbench.js';
import { omnisbench } from './omnisbench.js';
import { promptfoo } from './promptfoo.js';
import { routellm } from './routellm.js';
import { routerarena } from './routerarena.js';
import { routerbench } from './routerbench.js';
import { routerbenchMini } from './routerbench-mini.js';
import { routereval } from './routereval.js';
import { wide } from './wide.js';

/** Every importer. One file each; a test holds this list and the folder equal. */
export const importers: readonly Importer[] = [
  llmrouter,
  llmrouterbench,
  omnisbench,
  promptfoo,
  routellm,
  routerarena,
  routerbench,
  routerbenchMini,
  routereval,
  wide,
];

/** The names `routelab import <format>` accepts. */
export const importerNames: readonly string[] = importers.map((importer) => importer.name);
