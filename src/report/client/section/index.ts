import type { Section } from '../page/section.js';
import { bar } from './bar.js';
import { costQuality } from './cost-quality.js';
import { queryExplorer } from './query-explorer.js';
import { strategyTable } from './strategy-table.js';

/** Every section of the page that does something, in the order they start. Adding one = one file and one line. */
export const SECTIONS: readonly Section[] = [bar, strategyTable, costQuality, queryExplorer];
