import type { Estimate } from '../../src/domain/estimate.js';
import type { ResultRow } from '../../src/domain/results.js';
import type { ResultsBody } from '../../src/experiment/body.js';
import { agreeing, agreeingGroups } from './agreeing.js';
import type { Population } from './draw.js';
import { everyday } from './everyday.js';
import { graded } from './graded.js';
import { heavy } from './heavy.js';
import { sampled } from './sampled.js';

/** A number of the results whose interval is checked. */
export type Watched = Readonly<Record<string, (results: ResultsBody) => Estimate | undefined>>;

const metric =
  (name: string) =>
  (results: ResultsBody): Estimate | undefined =>
    router(results)?.metrics[name];

/** The population's one router. */
export function router({ rows }: ResultsBody): ResultRow | undefined {
  return rows.find(({ kind }) => kind === 'router');
}

const length = ({ curves }: ResultsBody) => curves.find(({ rowId }) => rowId === 'control:prompt_length');

const BASIC: Watched = {
  quality: metric('quality.mean'),
  'quality difference': (results) => router(results)?.versusReference?.quality,
  'quality kept': metric('quality.retention'),
  'cost per query': metric('cost.mean'),
  'cost difference': (results) => router(results)?.versusReference?.cost,
  savings: metric('cost.savings'),
  'times cheaper': (results) => router(results)?.versusReference?.timesCheaper,
};
const LATENCIES: Watched = {
  'latency p50': metric('latency.p50'),
  'latency p95': metric('latency.p95'),
  'latency p99': metric('latency.p99'),
};
const EVERYTHING: Watched = {
  ...BASIC,
  regret: metric('regret.quality'),
  'oracle gap closed': metric('regret.gap_closed'),
  'over zero router': metric('gain.zero_router'),
  'over chance': metric('gain.random_at_shares'),
  PGR: metric('pair.pgr'),
  'IBC lift': metric('pair.ibc_lift'),
  'Gain@R': metric('relative.gain_over_random'),
  'arena score': metric('arena.score'),
  'optimal cost': metric('arena.optimal_cost'),
  'over-routed': metric('routing.over'),
  'under-routed': metric('routing.under'),
  'overspend per query': metric('routing.overspend'),
  'selection entropy': metric('selection.entropy'),
  ...LATENCIES,
  'APGR of a sweep': (results) => length(results)?.apgr,
  'APGR, 11 quantiles': (results) => length(results)?.apgrQuantile,
  'CPT 50 % of a sweep': (results) => length(results)?.cpt50,
  'CPT 80 % of a sweep': (results) => length(results)?.cpt80,
  AIQ: ({ frontiers }) => frontiers[0]?.metrics['frontier.aiq'],
  'AIQ (code)': ({ frontiers }) => frontiers[0]?.metrics['frontier.aiq_code'],
  hypervolume: ({ frontiers }) => frontiers[0]?.metrics['frontier.hypervolume'],
};

/** The populations, each with the numbers that are checked on it. */
export const populations: readonly { readonly population: Population; readonly watched: Watched }[] = [
  { population: everyday, watched: EVERYTHING },
  { population: graded, watched: { ...BASIC, 'selection entropy': metric('selection.entropy'), ...LATENCIES } },
  { population: agreeing, watched: { ...BASIC, 'selection entropy': metric('selection.entropy') } },
  { population: agreeingGroups, watched: { ...BASIC, 'selection entropy': metric('selection.entropy') } },
  { population: sampled, watched: BASIC },
  { population: heavy, watched: BASIC },
];
