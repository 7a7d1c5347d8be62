import { listAt, objectAt, refuse, refuseWord, wholeAt } from '../check.js';
import { COHORTS, cohortName, cohortOf, typeOf } from '../cohort/cohort.js';
import { REQUEST_TYPES } from '../cohort/request-type.js';
import { requestText } from '../feature/request-text.js';
import { inputKey, keptColumn } from '../kept-column.js';
import type { CohortsConfig, Counts } from './config.js';
import type { Predictor } from './predictor.js';
import { QUALITY_ONE } from './table.js';

/** A request of weight 1 among counts. */
export const COUNT_ONE = 2 ** 10;

/** So many requests, each of any weight, are counted without rounding. */
const MOST_COUNT = 2 ** 50;
const MOST_MASS = 2 ** 20;

/**
 * The chance of success of a request's cohort, drawn towards that of its type, and that towards the one of all requests: an empirical
 * Bayes estimate in two steps with Beta priors of given mass, the overall one by Laplace's rule. Quotients, products and sums are those of
 * IEEE 754 in the order of LiteLLM's `TierSuccessPredictor` (58b92fa), so that both say the same to the last bit; scores are whole
 * multiples of 2⁻²⁰, rounded down.
 */
export const cohorts: Predictor<CohortsConfig> = {
  type: 'cohorts',
  members: ['type', 'domainMass', 'cohortMass', 'overall', 'domains', 'cohorts'],
  check(config, field, models) {
    wholeAt(config['domainMass'], `${field}.domainMass`, 1, MOST_MASS);
    wholeAt(config['cohortMass'], `${field}.cohortMass`, 1, MOST_MASS);
    checkCounts(config['overall'], `${field}.overall`, models);
    checkTable(config['domains'], `${field}.domains`, REQUEST_TYPES, models);
    checkTable(config['cohorts'], `${field}.cohorts`, cohortNames(), models);
  },
  compile(config, models, input) {
    const known: (readonly number[] | undefined)[] = [];
    const key = `cohort|${inputKey(input)}`;
    return (batch) => {
      const column = keptColumn(batch, key, (row) => cohortOf(requestText(batch.messages(row), input)));
      return (row, scores) => {
        const cohort = column[row] as number;
        const chances = known[cohort] ?? chancesOf(config, cohort, models);
        known[cohort] = chances;
        for (let model = 0; model < models; model++) scores[model] = Math.floor((chances[model] as number) * QUALITY_ONE);
      };
    };
  },
};

/** The chance of every model in a cohort. */
export function chancesOf(config: CohortsConfig, cohort: number, models: number): number[] {
  const chances: number[] = [];
  for (let model = 0; model < models; model++) {
    const overall = (succeeded(config.overall, model) + 1) / (observed(config.overall, model) + 2);
    const domain = drawn(config.domains[REQUEST_TYPES[typeOf(cohort)] as string], model, config.domainMass, overall);
    chances.push(drawn(config.cohorts[cohortName(cohort)], model, config.cohortMass, domain));
  }
  return chances;
}

/** What was counted, and a prior of some mass before it. */
function drawn(counts: Counts | undefined, model: number, mass: number, prior: number): number {
  if (counts === undefined || counts.seen[model] === 0) return prior;
  return (succeeded(counts, model) + mass * prior) / (observed(counts, model) + mass);
}

function succeeded({ right }: Counts, model: number): number {
  return (right[model] as number) / COUNT_ONE;
}

function observed({ seen }: Counts, model: number): number {
  return (seen[model] as number) / COUNT_ONE;
}

function cohortNames(): string[] {
  const names: string[] = [];
  for (let cohort = 0; cohort < COHORTS; cohort++) names.push(cohortName(cohort));
  return names;
}

function checkTable(value: unknown, field: string, names: readonly string[], models: number): void {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refuse(field, 'is not an object of counts');
  for (const name of Object.keys(value)) {
    if (names.indexOf(name) < 0) throw refuseWord(`${field}.${name}`, 'unknown member', name, names);
    checkCounts((value as Readonly<Record<string, unknown>>)[name], `${field}.${name}`, models);
  }
}

function checkCounts(value: unknown, field: string, models: number): void {
  const counts = objectAt(value, field, ['seen', 'right']);
  const seen = listAt(counts['seen'], `${field}.seen`);
  const right = listAt(counts['right'], `${field}.right`);
  if (seen.length !== models || right.length !== models)
    throw refuse(field, 'has the wrong length', { accepted: `${models} numbers in seen and in right` });
  for (let model = 0; model < models; model++)
    wholeAt(right[model], `${field}.right[${model}]`, 0, wholeAt(seen[model], `${field}.seen[${model}]`, 0, MOST_COUNT));
}
