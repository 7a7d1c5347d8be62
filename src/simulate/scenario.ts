import type { ExecutionPolicy } from '../router/execution-policy.js';

/** When requests come. Rates are of requests; with sessions, visits begin so much more rarely. */
export type Arrivals =
  /** Independent of each other, or evenly spaced. */
  | { readonly kind: 'poisson' | 'constant'; readonly perSecond: number }
  /** Each query of the dataset once, in the order and rhythm of its own timestamps, `speed` times as fast; then again. */
  | { readonly kind: 'dataset'; readonly speed: number };

/** A Markov-modulated rate: ordinary stretches and bursts in turn, each of random (exponential) length. */
export interface Bursts {
  readonly factor: number;
  /** Mean length of the stretches between bursts, and of the bursts. */
  readonly everyMs: number;
  readonly lengthMs: number;
}

/** Queries of one session come one after another: the next when the last was answered and its user has thought for a while. */
export interface Sessions {
  /** The dataset's signal that names the session. */
  readonly signal: string;
  /** Mean of the (exponential) time between an answer and the next query. */
  readonly gapMs: number;
}

/** From a time on, categories come so many times as often as in the dataset; those not named as often as there. */
export interface Mix {
  readonly fromMs: number;
  readonly weights: Readonly<Record<string, number>>;
}

export interface Traffic {
  readonly arrivals: Arrivals;
  /** Factors of the rate over a day, in equal stretches from midnight; none: the same at all hours. */
  readonly daily: readonly number[];
  readonly bursts: Bursts | null;
  readonly sessions: Sessions | null;
  readonly mix: readonly Mix[];
}

/** How long a call is served, once it is. */
export type ServiceTime =
  /** The recorded latency of the query's own recording. */
  | { readonly kind: 'recorded' }
  /** Time to first token plus tokens at a rate, as fitted to the model's recordings, times a recorded deviation from that fit. */
  | { readonly kind: 'fitted' }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'constant'; readonly ms: number };

/** What stands behind one model. */
export interface Provider {
  /** Calls served at once; Infinity: all of them. */
  readonly concurrency: number;
  /** Calls that may wait for a place or for tokens; beyond them calls are rejected (HTTP 429). */
  readonly queue: number;
  /** Requests and tokens a minute, from buckets that hold `burstMs` worth of them. Infinity: unlimited. */
  readonly rpm: number;
  readonly tpm: number;
  readonly burstMs: number;
  readonly service: ServiceTime;
  /** Share of calls that fail although all is well. */
  readonly errors: number;
  /** How long failing takes, and being rejected. */
  readonly errorMs: number;
  readonly rejectMs: number;
  /** How long a call hangs that gets no answer. */
  readonly hangMs: number;
  /** Share of a call's input tokens that a session's next call finds cached, and for how long; null where nothing is. */
  readonly promptCache: { readonly share: number; readonly ttlMs: number } | null;
}

/** What is different for a while. Several effects may come together; absent ones change nothing. */
export interface Change {
  readonly fromMs: number;
  readonly toMs: number;
  /** Models it concerns; null: all of them. */
  readonly models: readonly string[] | null;
  /** Share of calls that fail, and that hang. */
  readonly outage?: number;
  readonly hang?: number;
  /** Service times are this many times as long. */
  readonly slow?: number;
  /** Share of calls that fail, besides the provider's own. */
  readonly errors?: number;
  /** Prices and qualities are this many times what was recorded. */
  readonly price?: number;
  readonly quality?: number;
  /** The provider doesn't know the model any more. */
  readonly removed?: true;
  /** The rate of requests, and the budget, are this many times as high. */
  readonly traffic?: number;
  readonly budget?: number;
  /** Routers are told: of prices, of the budget, and of models that are gone or down altogether. */
  readonly announced?: true;
}

export interface Budget {
  readonly usd: number;
  readonly periodMs: number;
  /** Requests are turned away once it is spent. */
  readonly hard: boolean;
}

/** A promise: this share of requests is answered within this time. */
export interface Slo {
  readonly withinMs: number;
  readonly share: number;
}

/** How requests are carried out; several of them are compared. */
export interface Arm {
  readonly name: string;
  /** Null: as the router itself says. */
  readonly policy: ExecutionPolicy | null;
}

/** A day in production, with times in milliseconds from its beginning at midnight. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly lengthMs: number;
  /** Requests of this long at the beginning are left out of the numbers. */
  readonly warmUpMs: number;
  /** Width of the stretches that are told apart over time. */
  readonly stepMs: number;
  readonly traffic: Traffic;
  /** By model id. */
  readonly providers: ReadonlyMap<string, Provider>;
  readonly changes: readonly Change[];
  readonly arms: readonly Arm[];
  readonly budget: Budget | null;
  readonly slo: Slo;
}

/** Unlimited, and as recorded. */
export const OPEN_PROVIDER: Provider = {
  concurrency: Number.POSITIVE_INFINITY,
  queue: Number.POSITIVE_INFINITY,
  rpm: Number.POSITIVE_INFINITY,
  tpm: Number.POSITIVE_INFINITY,
  burstMs: 60_000,
  service: { kind: 'recorded' },
  errors: 0,
  errorMs: 200,
  rejectMs: 50,
  hangMs: 600_000,
  promptCache: null,
};
