import { describe, expect, it } from 'vitest';
import type { Results } from '../../../src/domain/results.js';
import { candidatesSpec, sweptStrategies } from '../../../src/report/chart/candidates.js';
import { pairRows } from '../../../src/report/chart/curves.js';
import { candidateTable } from '../../../src/report/page/candidate-section.js';
import { aPackedRun } from '../../support/a-packed-run.js';

const run = aPackedRun();

/** What the points of a kind say when they are pointed at. */
function told(spec: ReturnType<typeof candidatesSpec>, layer: number): string[] {
  const layers = (spec as unknown as { layer: { data: { values: { told: string }[] } }[] }).layer;
  return layers[layer]?.data.values.map((value) => value.told) ?? [];
}

describe('candidates', () => {
  it('are drawn where a strategy has several, the picked one where it was ranked and where it was reported', async () => {
    const { results } = await run;
    expect(sweptStrategies(results)).toEqual(['by-length']);
    const spec = candidatesSpec(results);
    const picked = results.candidates.find(({ strategy, selected }) => selected && strategy === 'by-length');
    const row = results.rows.find(({ candidate }) => candidate === picked?.id);
    expect(told(spec, 2)).toHaveLength(1);
    expect(told(spec, 3)).toEqual([expect.stringContaining(`validation: quality ${picked?.quality.value?.toFixed(3)}`)]);
    const mean = row?.metrics['quality.mean']?.value?.toFixed(3);
    expect(told(spec, 4)).toEqual([expect.stringContaining(`reported part: quality ${mean}`)]);
    const line = candidateTable(results)?.rows.find(({ head }) => head === `★ ${picked?.id}`);
    expect(line?.cells[4]?.text).toMatch(new RegExp(`^${mean} \\[`));
  });

  it('are not drawn without a range, or without a known cost', async () => {
    const { results } = await run;
    expect(candidatesSpec({ ...results, candidates: results.candidates.slice(0, 1) })).toBeNull();
    const unpriced = results.candidates.map((one) => ({ ...one, cost: { ...one.cost, value: null } }));
    expect(candidatesSpec({ ...results, candidates: unpriced })).toBeNull();
  });
});

describe('rows beside the curves', () => {
  it('ask none but the weak and the strong model', async () => {
    const { results } = await run;
    const pair = { weak: 'lab/medium', strong: 'lab/large' };
    const withPair = (more: Partial<Results>): Results => ({ ...results, protocol: { ...results.protocol, pair }, ...more });
    const found = pairRows(withPair({}));
    expect(found.map((row) => row.told.split('\n')[0])).toEqual(
      results.rows.filter(({ kind }) => kind === 'router').map(({ label }) => label),
    );
    const byLength = results.rows.find(({ id }) => id === 'router:by-length');
    expect(found.find((row) => row.told.startsWith('by-length'))?.share).toBe(
      byLength?.shares.find(({ modelId }) => modelId === 'lab/large')?.share,
    );
    expect(
      pairRows({ ...results, protocol: { ...results.protocol, pair: { weak: 'lab/small', strong: 'lab/medium' } } }),
    ).toEqual([]);
    expect(pairRows({ ...results, protocol: { ...results.protocol, pair: null } })).toEqual([]);
  });
});
