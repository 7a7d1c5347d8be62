import type { Query } from '../../src/domain/query.js';
import type { ResultsBody } from '../../src/experiment/body.js';
import type { Experiment } from '../../src/experiment/experiment.js';
import { hash32 } from '../../src/stats/hash.js';
import type { Strategy } from '../../src/strategy/strategy.js';
import { aDataset, anExperiment, runOn } from '../../test/support/an-experiment.js';
import { type Sample, tableOf } from '../../test/support/table-of.js';

/** A query of a population: what a router sees, and what every model does on it. */
export interface Member {
  readonly length: number;
  readonly weight?: number;
  /** One entry a model: its samples. Qualities may be chances, to be drawn when the query is. */
  readonly outcomes: readonly (readonly Sample[])[];
}

/** A group of the population: queries that are asked together, and are alike. */
export type Person = readonly Member[];

/** A population whose true numbers are known because it can be measured whole. */
export interface Population {
  readonly name: string;
  /** One sentence: what is hard about it. */
  readonly about: string;
  readonly models: readonly string[];
  readonly strategies: readonly Strategy[];
  readonly experiment: Partial<Experiment>;
  people(): readonly Person[];
  /** Outcomes of one drawing of a member, where they are drawn anew each time. */
  readonly realise?: (member: Member, uniform: (salt: number) => number) => Member['outcomes'];
}

export const GROUPS = 20_000;

/** Uniform draws for a group of a population, by salt. */
export function uniforms(seed: number, group: number): (salt: number) => number {
  return (salt) => (hash32(seed, group, salt) + 0.5) / 2 ** 32;
}

/** A standard normal from two uniforms (Box & Muller 1958). */
export function gauss(a: number, b: number): number {
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}

/** Groups drawn with replacement. */
export function drawn(people: readonly Person[], size: number, repetition: number): Person[] {
  return Array.from({ length: size }, (_, i) => people[hash32(size, repetition, i) % people.length] as Person);
}

/** The whole comparison on some groups: each is a group of its own, however often it was drawn. */
export function measured(
  population: Population,
  groups: readonly Person[],
  seed: number,
  over: Partial<Experiment>,
): ResultsBody {
  const rows: (Query & { group: string; weight: number })[] = [];
  const cells: Member['outcomes'][] = [];
  groups.forEach((members, draw) => {
    members.forEach((member, index) => {
      const name = `${draw} ${index} `;
      const prompt = name + 'x'.repeat(Math.max(0, member.length - name.length));
      rows.push({ id: `${draw}-${index}`, prompt, group: `g${draw}`, weight: member.weight ?? 1 });
      cells.push(population.realise?.(member, uniforms(hash32(seed, draw, index), 0)) ?? member.outcomes);
    });
  });
  const experiment = anExperiment({ ...population.experiment, ...over });
  return runOn(aDataset(rows), tableOf(population.models, cells), population.strategies, experiment).body;
}

/** The population's own numbers. */
export function populationTruth(population: Population): ResultsBody {
  const whole: Population = { ...population, realise: ({ outcomes }) => outcomes };
  return measured(whole, population.people(), 0, { bootstrap: { replicates: 100, seed: 0, confidence: 0.95 } });
}
