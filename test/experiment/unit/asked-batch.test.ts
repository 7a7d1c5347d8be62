import { expect, it } from 'vitest';
import { askedKinds } from '../../../src/experiment/unit/asked-batch.js';
import { routeUnit } from '../../../src/experiment/unit/route-unit.js';
import { workbench } from '../../../src/experiment/workbench.js';
import { expandCandidates } from '../../../src/strategy/expand.js';
import { fitCandidate } from '../../../src/strategy/fit.js';
import type { Candidate } from '../../../src/strategy/strategy.js';
import { aDataset, anExperiment, aStrategy } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';

const SIZE = 12;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({ id: `q${i}`, prompt: i % 2 === 0 ? `Report ${i}` : `Hello ${i}` })),
);
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: SIZE },
    () =>
      [
        [1, 1, 1],
        [1, 5, 1],
      ] as const,
  ),
);
const strategy = aStrategy('by-word', [
  { rules: [{ when: { 'prompt.text': { $regex: 'Hello' } }, use: 'large' }, { use: 'small' }] },
]);
const aBench = () =>
  workbench(anExperiment(), dataset, { models: table.modelIds.map((id) => ({ id, provider: 'p', name: id, tags: [] })) }, table);

it('answers for the rows that are asked about, whatever rows of the part another run has asked about', () => {
  const bench = aBench();
  const { config } = fitCandidate(expandCandidates(strategy)[0] as Candidate, bench.known, null);
  const asked = (rows: number[]) => askedKinds('all', Uint32Array.from(rows));
  const all = Array.from({ length: SIZE }, (_, row) => row);
  const some = [1, 3, 4, 7];
  routeUnit.run(bench, { config, asked: asked(some) });
  // A worker keeps its workbench: the next run compares other strategies, and other queries are complete.
  const models = ({ plan, plans }: ReturnType<typeof routeUnit.run>[number]) =>
    all.map((query) => plans[plan[query] as number]?.models[0]);
  const later = routeUnit.run(bench, { config, asked: asked(all) });
  const alone = routeUnit.run(aBench(), { config, asked: asked(all) });
  expect(later.map(models)).toEqual(alone.map(models));
  expect(later.flatMap(models)).toContain('large');
});
