import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { leftOutOf } from '../../src/experiment/shard/refuse.js';
import { controls } from '../../src/replay/control/index.js';
import { anExperiment } from '../support/an-experiment.js';

it('docs/scaling.md leaves out what run --shards says it leaves out, for the same reasons', () => {
  const everything = anExperiment({
    baselines: controls.map(({ name }) => name),
    split: { kind: 'holdout', train: 0.5, validation: 0.2, test: 0.3, groupBy: 'group', nearCopies: 0.8, seed: 7 },
    export: [{ target: 'router' }],
  });
  const [, list = ''] = /\*\*What is left out\*\*.*\n((?: {2}- .*\n)+)/.exec(readFileSync('docs/scaling.md', 'utf8')) ?? [];
  expect(list.trimEnd().split('\n')).toEqual(leftOutOf(everything).map(({ what, why }) => `  - ${what}: ${why}`));
});
