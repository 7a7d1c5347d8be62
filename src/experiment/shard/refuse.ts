import type { Streamed } from '../../domain/results.js';
import { UserError } from '../../domain/user-error.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { Experiment } from '../experiment.js';
import { groupSpec } from '../split/group-spec.js';

/** Splits that can be made while a dataset streams by. */
const SPLITS: readonly Experiment['split']['kind'][] = ['none', 'column', 'holdout'];

/** Constraints that are functions of sums, counts or the distribution of latencies. */
const CONSTRAINTS: readonly Experiment['constraints'][number]['kind'][] = [
  'quality',
  'cost',
  'budget',
  'rate',
  'latency',
  'privacy',
];

/**
 * Shards add up what is a sum. What needs all queries at once is refused, not approximated.
 *
 * @throws UserError naming what isn't streamed
 */
export function refuseUnstreamed({ split, constraints, gates, decisions }: Experiment): void {
  if (!SPLITS.includes(split.kind))
    throw refusal('split', `a ${split.kind} split`, split.kind, 'none, column, or shares of train, validation and test');
  const constraint = constraints.find(({ kind }) => !CONSTRAINTS.includes(kind));
  if (constraint !== undefined)
    throw refusal('constraints', 'a constraint of this kind', constraint.kind, CONSTRAINTS.join(', '));
  if (gates.length > 0) throw refusal('gates', 'gates', undefined, 'constraints, or routelab run without --shards');
  if (decisions.length > 0) throw refusal('decisions', 'decisions of other strategies', undefined, 'strategies');
}

/** @throws UserError for a router that keeps a state: its decisions hang together over all queries */
export function refuseStateful(configs: readonly RouterConfig[]): void {
  const stateful = configs.find((config) => createRouter(config).stateful);
  if (stateful !== undefined)
    throw refusal('strategies', 'a router that keeps a state', stateful.name, 'strategies without pace, explore or memory');
}

function refusal(field: string, what: string, value: string | undefined, accepted: string): UserError {
  return new UserError({
    field,
    message: `${what} is not streamed: --shards can't evaluate it`,
    ...(value === undefined ? {} : { value }),
    accepted,
  });
}

/** Controls that shards can work out. */
export const STREAMED_CONTROLS: readonly string[] = [
  'single',
  'random',
  'random_at_shares',
  'zero_router',
  'prompt_length',
  'partial_oracle',
  'oracle',
];

/** What results from shards don't hold, and why. */
export function leftOutOf({ baselines, split, export: targets }: Experiment): Streamed['leftOut'] {
  const controls = baselines.filter((name) => !STREAMED_CONTROLS.includes(name));
  return [
    { what: 'the query explorer, decisions.csv and queries.csv', why: 'they list every query' },
    {
      what: 'audits, flip rates and what other prompts, prices and mixes would do',
      why: 'they look at all queries again and again',
    },
    { what: 'curves, sweeps of a setting, entropies, calibration and confusions', why: 'they sort or group all queries' },
    { what: 'intervals within categories', why: 'each would be a bootstrap of its own; values are told' },
    { what: 'sign-flip tests', why: 'they flip the groups of all queries; right or wrong answers are tested by McNemar' },
    ...(groupSpec(split).nearCopies === null
      ? []
      : [
          {
            what: 'near-copies of prompts',
            why: 'they are looked for among all prompts; only equal prompts and groups were kept together',
          },
        ]),
    ...(controls.length === 0
      ? []
      : [{ what: `controls ${controls.join(', ')}`, why: 'they rank models by what all other queries came to' }]),
    ...(targets.length === 0 ? [] : [{ what: 'exports', why: 'routelab export writes them' }]),
  ];
}
