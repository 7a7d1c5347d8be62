/** What an A/B test can be about, and guard. Each is a mean over a visit's requests; costs are per 1,000 requests. */
export const AB_METRICS = ['quality', 'cost', 'attainment', 'availability'] as const;
export type AbMetric = (typeof AB_METRICS)[number];

/** What one look, or a whole test, says of a difference (B less A). */
export interface Looked {
  /** Place in the order of visits. */
  readonly at: number;
  readonly difference: number;
  /** What the intervals of all looks so far have in common: they hold the true difference together. */
  readonly low: number;
  readonly high: number;
  /** The smallest so far. */
  readonly p: number;
  readonly visits: readonly [a: number, b: number];
}

export interface AbSpec {
  readonly metric: AbMetric;
  /** The difference that must not be missed, in the metric's unit. */
  readonly detect: number;
  readonly alpha: number;
  readonly power: number;
  /** Share of visits that B gets. */
  readonly share: number;
  readonly salt: string;
  /** Looks after every so many visits. */
  readonly everyVisits: number;
  /** What may not get worse by more than this; a broken one stops the test. */
  readonly guards: readonly { readonly metric: AbMetric; readonly margin: number }[];
  /** A/A experiments behind the rate of false positives. */
  readonly experiments: number;
  /** Days (lengths of the scenario) that a test lasts at most; null: what the plan needs for looking all the time. */
  readonly mostDays: number | null;
}

/** Guard open: decided, but the days were too short to clear every guard. */
export type AbVerdict = 'b_better' | 'a_better' | 'guard_broken' | 'guard_open' | 'undecided';

/** One simulated A/B test. */
export interface AbTrial {
  readonly seed: number;
  readonly verdict: AbVerdict;
  /** Days that were simulated. */
  readonly days: number;
  readonly afterMs: number;
  readonly looked: Looked | null;
  readonly guards: readonly {
    readonly metric: AbMetric;
    readonly looked: Looked | null;
    readonly verdict: 'kept' | 'broken' | 'open';
  }[];
}

export interface AbLength {
  readonly visits: readonly [a: number, b: number];
  readonly days: number;
}

export interface AbPlan {
  /** Of a visit, in the day of A alone. */
  readonly mean: number;
  readonly deviation: number;
  readonly visitsPerDay: number;
  /** For one look at the end, and for the sequential test at the latest. */
  readonly fixed: AbLength;
  readonly sequential: AbLength;
}

/** How often a test sees a difference between a router and itself. */
export interface FalsePositives {
  readonly experiments: number;
  readonly looks: number;
  /** Share of experiments, with its 95 % interval; by the sequential test, and by a z-test at the same level at every look. */
  readonly sequential: { readonly share: number; readonly low: number; readonly high: number };
  readonly naive: { readonly share: number; readonly low: number; readonly high: number };
}

export interface AbOutcome {
  readonly plan: AbPlan;
  /** Days that a simulated test lasts at most. */
  readonly mostDays: number;
  readonly trials: readonly AbTrial[];
  readonly falsePositives: FalsePositives;
}

/** What `ab` writes: a plan, simulated tests, and how often looking is fooled. */
export interface AbResults extends AbOutcome {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly experiment: { readonly name: string; readonly file: string; readonly synthetic: boolean };
  readonly inputs: {
    readonly hash: string;
    readonly files: readonly { readonly role: string; readonly path: string; readonly sha256: string }[];
  };
  readonly seeds: { readonly first: number; readonly count: number };
  readonly costUnit: 'usd' | 'calls';
  /** Queries that traffic is drawn from, and the part they are. */
  readonly traffic: { readonly queries: number; readonly part: 'all' | 'test' };
  readonly scenario: { readonly name: string; readonly lengthMs: number };
  /** How routes are carried out; null: as each router says. */
  readonly arm: string | null;
  readonly routers: readonly [a: string, b: string];
  /** Routers among them that remember. */
  readonly stateful: readonly string[];
  /** Where a visit belongs: B where the hash of its key, seeded by that of the salt, is below this. */
  readonly assignment: {
    readonly hash: 'murmur3_x86_32';
    readonly key: 'k:visit-<n>';
    readonly salt: string;
    readonly below: number;
  };
  readonly spec: AbSpec;
}
