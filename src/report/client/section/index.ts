import type { Section } from '../page/section.js';
import { bar } from './bar.js';
import { candidates } from './candidates.js';
import { categories } from './categories.js';
import { comparisonLinks } from './comparison-links.js';
import { costQuality } from './cost-quality.js';
import { coverage } from './coverage.js';
import { duel } from './duel.js';
import { exportedConfigs } from './exports.js';
import { latency } from './latency.js';
import { predictions } from './predictions.js';
import { queryExplorer } from './query-explorer.js';
import { regret } from './regret.js';
import { settingSweeps } from './setting-sweeps.js';
import { shares } from './shares.js';
import { strategyTable } from './strategy-table.js';
import { sweeps } from './sweeps.js';
import { whatIf } from './what-if.js';
import { whatIfVerdict } from './what-if-verdict.js';

/** Every section of the page that does something, in the order they start. Adding one = one file and one line. */
export const SECTIONS: readonly Section[] = [
  bar,
  strategyTable,
  comparisonLinks,
  costQuality,
  whatIf,
  whatIfVerdict,
  categories,
  duel,
  regret,
  shares,
  latency,
  sweeps,
  settingSweeps,
  predictions,
  candidates,
  coverage,
  queryExplorer,
  exportedConfigs,
];
