import type { MetricDefinition } from '../domain/results.js';
import { arena } from './arena.js';
import { chance } from './chance.js';
import { cost } from './cost.js';
import { entropyDefinition } from './entropy.js';
import type { MetricFamily } from './family.js';
import { latencyDefinitions } from './latency.js';
import { misrouting } from './misrouting.js';
import { pair } from './pair.js';
import { quality } from './quality.js';
import { rate } from './rate.js';
import { regret } from './regret.js';
import { relative } from './relative.js';
import { selection } from './selection.js';

/** Every family that is a function of totals. */
export const families: readonly MetricFamily[] = [
  quality,
  cost,
  regret,
  misrouting,
  chance,
  relative,
  pair,
  arena,
  selection,
  rate,
];

/** Every metric a row may carry, in report order. */
export const metricDefinitions: readonly MetricDefinition[] = [
  ...families.flatMap((family) => family.definitions),
  entropyDefinition,
  ...latencyDefinitions,
];
