import type { Model } from '../domain/model.js';
import { nearest } from '../domain/nearest.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { durationMs } from '../strategy/duration.js';
import { executionPolicyOf } from '../strategy/execution-schema.js';
import {
  type Arm,
  type Arrivals,
  type Change,
  OPEN_PROVIDER,
  type Provider,
  type Scenario,
  type ServiceTime,
} from './scenario.js';
import type { ScenarioFile } from './scenario-schema.js';

/** What a scenario may refer to. */
export interface ScenarioSetting {
  readonly models: readonly Model[];
  readonly categories: readonly string[];
  readonly signals: readonly string[];
  readonly hasTimestamps: boolean;
}

const DAY = '24h';
/** The arm of scenarios that name none. */
const AS_SHIPPED = 'as shipped';
const STEPS = 48;
const MOST_STEPS = 1000;
/** Bursts of a day that are drawn at most. */
const MOST_BURSTS = 100_000;
const PERIOD_MS = { hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000 } as const;

/** A scenario with its durations in milliseconds and its names checked. */
export function scenarioOf(file: ScenarioFile, setting: ScenarioSetting): Scenario {
  const lengthMs = ms(file.length ?? DAY);
  const stepMs = file.step === undefined ? lengthMs / STEPS : ms(file.step);
  const warmUpMs = ms(file.warm_up ?? '0s');
  const problems = [
    ...problemsOf(file, setting),
    ...timeProblems(lengthMs, stepMs, warmUpMs),
    ...burstProblems(file, lengthMs),
    ...lateProblems(file, lengthMs),
  ];
  if (problems.length > 0) throw new UserError(problems);
  const { daily = [], bursts, sessions, mix = [] } = file.traffic;
  return {
    name: file.name,
    description: file.description ?? '',
    lengthMs,
    // Steps are whole: the one in which the warm-up ends belongs to it.
    warmUpMs: Math.ceil(warmUpMs / stepMs) * stepMs,
    stepMs,
    traffic: {
      arrivals: arrivalsOf(file.traffic),
      daily,
      bursts: bursts === undefined ? null : { factor: bursts.factor, everyMs: ms(bursts.every), lengthMs: ms(bursts.for) },
      sessions: sessions === undefined ? null : { signal: sessions.signal, gapMs: ms(sessions.gap) },
      mix: mix.map(({ from, weights }) => ({ fromMs: ms(from), weights })),
    },
    providers: new Map(setting.models.map((model) => [model.id, providerOf(file, model)])),
    changes: (file.changes ?? []).map((change) => changeOf(change, lengthMs)),
    arms: armsOf(file),
    budget:
      file.budget === undefined
        ? null
        : { usd: file.budget.usd, periodMs: PERIOD_MS[file.budget.per], hard: file.budget.hard ?? false },
    slo: { withinMs: ms(file.slo.within), share: file.slo.share },
  };
}

function ms(text: string): number {
  return durationMs(text) ?? Number.NaN;
}

function arrivalsOf({ arrivals = 'poisson', requests_per_s: perSecond = 1, speed = 1 }: ScenarioFile['traffic']): Arrivals {
  return arrivals === 'dataset' ? { kind: arrivals, speed } : { kind: arrivals, perSecond };
}

/** A model's own section, else the one for all; its limits are those of the models file where the scenario has none. */
function providerOf({ providers = {} }: ScenarioFile, model: Model): Provider {
  const given = providers[model.id] ?? providers['*'] ?? {};
  const { limits = {} } = model;
  const cache = given.prompt_cache;
  return {
    concurrency: given.concurrency ?? limits.concurrency ?? OPEN_PROVIDER.concurrency,
    queue: given.queue ?? OPEN_PROVIDER.queue,
    rpm: given.rpm ?? limits.rpm ?? OPEN_PROVIDER.rpm,
    tpm: given.tpm ?? limits.tpm ?? OPEN_PROVIDER.tpm,
    burstMs: given.burst === undefined ? OPEN_PROVIDER.burstMs : ms(given.burst),
    service: serviceOf(given.service ?? 'recorded'),
    errors: given.errors ?? 0,
    errorMs: given.error_after === undefined ? OPEN_PROVIDER.errorMs : ms(given.error_after),
    rejectMs: given.reject_after === undefined ? OPEN_PROVIDER.rejectMs : ms(given.reject_after),
    hangMs: given.hang_for === undefined ? OPEN_PROVIDER.hangMs : ms(given.hang_for),
    promptCache: cache === undefined ? null : { share: cache.share, ttlMs: ms(cache.ttl) },
  };
}

function serviceOf(service: NonNullable<NonNullable<ScenarioFile['providers']>[string]['service']>): ServiceTime {
  if (typeof service === 'string') return { kind: service };
  return 'constant' in service
    ? { kind: 'constant', ms: ms(service.constant) }
    : { kind: 'exponential', meanMs: ms(service.exponential) };
}

function changeOf(change: NonNullable<ScenarioFile['changes']>[number], lengthMs: number): Change {
  const { at, for: length, models, ...effects } = change;
  const fromMs = ms(at);
  return {
    ...(effects as Partial<Change>),
    fromMs,
    toMs: length === undefined ? Math.max(lengthMs, fromMs) * 2 : fromMs + ms(length),
    models: models === undefined ? null : typeof models === 'string' ? [models] : models,
  };
}

function armsOf({ arms = { [AS_SHIPPED]: 'router' } }: ScenarioFile): Arm[] {
  return Object.entries(arms).map(([name, arm]) => ({ name, policy: arm === 'router' ? null : executionPolicyOf(arm) }));
}

function problemsOf(file: ScenarioFile, { models, categories, signals, hasTimestamps }: ScenarioSetting): Problem[] {
  const ids = models.map(({ id }) => id);
  const { traffic, providers = {}, changes = [] } = file;
  const isDataset = traffic.arrivals === 'dataset';
  const only = (field: string, given: unknown, where: string): Problem[] =>
    given === undefined ? [] : [{ field: `traffic.${field}`, ofKey: true, message: `has no meaning with arrivals: ${where}` }];
  return [
    ...Object.keys(providers).flatMap((id) =>
      id === '*' ? [] : unknown(`providers.${id}`, id, ids, 'no such recorded model', true),
    ),
    ...changes.flatMap(({ models: named }, i) =>
      (named === undefined ? [] : typeof named === 'string' ? [named] : named).flatMap((id, j) =>
        unknown(`changes[${i}].models${typeof named === 'string' ? '' : `[${j}]`}`, id, ids, 'no such recorded model'),
      ),
    ),
    ...(traffic.mix ?? []).flatMap(({ weights }, i) =>
      Object.keys(weights).flatMap((name) =>
        unknown(`traffic.mix[${i}].weights.${name}`, name, categories, 'no such category in the dataset', true),
      ),
    ),
    ...(traffic.sessions === undefined
      ? []
      : unknown('traffic.sessions.signal', traffic.sessions.signal, signals, 'no such signal in the dataset')),
    ...(isDataset && !hasTimestamps
      ? [{ field: 'traffic.arrivals', message: 'the dataset has no arrived_at', accepted: 'poisson, constant' }]
      : []),
    ...(isDataset
      ? (['requests_per_s', 'daily', 'bursts', 'mix'] as const).flatMap((key) => only(key, traffic[key], 'dataset'))
      : only('speed', traffic.speed, traffic.arrivals ?? 'poisson')),
    ...(!isDataset && traffic.requests_per_s === undefined ? [{ field: 'traffic.requests_per_s', message: 'missing' }] : []),
    ...(file.arms !== undefined && Object.keys(file.arms).length === 0
      ? [{ field: 'arms', message: 'names no way of carrying routes out' }]
      : []),
  ];
}

function unknown(field: string, name: string, known: readonly string[], message: string, ofKey?: true): Problem[] {
  if (known.includes(name)) return [];
  const close = nearest(name, known);
  return [
    {
      field,
      ...(ofKey === undefined ? {} : { ofKey }),
      message,
      value: name,
      accepted: known.join(', ') || 'none',
      ...(close === undefined ? {} : { nearest: close }),
    },
  ];
}

function timeProblems(lengthMs: number, stepMs: number, warmUpMs: number): Problem[] {
  // Nothing has no steps and no warm-up either: said once.
  if (!(lengthMs > 0)) return [{ field: 'length', message: 'is nothing', accepted: 'more than 0s' }];
  return [
    ...(stepMs > 0 && lengthMs / stepMs <= MOST_STEPS
      ? []
      : [{ field: 'step', message: 'cuts the length into too many steps', accepted: `at most ${MOST_STEPS} of them` }]),
    ...(warmUpMs < lengthMs ? [] : [{ field: 'warm_up', message: 'leaves nothing', accepted: 'less than the length' }]),
  ];
}

/** Bursts without length, or without time between them, are no bursts; too many of them are a rate. */
function burstProblems({ traffic: { bursts } }: ScenarioFile, lengthMs: number): Problem[] {
  if (bursts === undefined) return [];
  const tooShort = (['every', 'for'] as const).filter((key) => ms(bursts[key]) <= 0);
  if (tooShort.length > 0)
    return tooShort.map((key) => ({ field: `traffic.bursts.${key}`, message: 'is nothing', accepted: 'more than 0s' }));
  if (lengthMs / (ms(bursts.every) + ms(bursts.for)) <= MOST_BURSTS) return [];
  return [
    {
      field: 'traffic.bursts.every',
      message: 'makes too many bursts',
      value: bursts.every,
      accepted: `at most ${MOST_BURSTS} in the length`,
    },
  ];
}

/** What begins after the end would never happen. */
function lateProblems({ changes = [], traffic: { mix = [] }, length = DAY }: ScenarioFile, lengthMs: number): Problem[] {
  const begins = [
    ...changes.map(({ at }, i) => ({ field: `changes[${i}].at`, value: at })),
    ...mix.map(({ from }, i) => ({ field: `traffic.mix[${i}].from`, value: from })),
  ];
  return begins.flatMap((begin) =>
    lengthMs > 0 && ms(begin.value) >= lengthMs
      ? [{ ...begin, message: 'is after the end', accepted: `less than the length, ${length}` }]
      : [],
  );
}
