import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import { referenceRow } from '../../src/report/explore/results-against.js';
import type { Supposition } from '../../src/report/explore/what-if/supposition.js';
import type { PackHeader } from '../../src/report/pack/pack-header.js';
import { queryColumns } from '../../src/report/pack/query-columns.js';
import { hash32 } from '../../src/stats/hash.js';
import { emptyDir, routelab } from '../support/cli.js';
import { expectSameColumns, expectSameRows, keepsItsMix, type RunAndColumns, worked } from '../support/same-as-run.js';

const QUERIES = 120;
const drawn = (query: number, of: number): number => hash32(7, query, of) % 1000;

/** A workspace of two models whose costs come from tokens and the prices of models.yaml, run. */
function ran(price: { readonly input: number; readonly cached?: number }, weight: number): RunAndColumns {
  const dir = emptyDir();
  for (const folder of ['recordings/all', 'strategies']) mkdirSync(join(dir, folder), { recursive: true });
  const lines = (file: string, of: (query: number) => object): void =>
    writeFileSync(join(dir, file), Array.from({ length: QUERIES }, (_, query) => `${JSON.stringify(of(query))}\n`).join(''));
  lines('dataset.jsonl', (query) => ({
    id: `q${query}`,
    prompt: `Question ${query} ${'word '.repeat(drawn(query, 1) % 30)}`,
    category: query % 3 === 0 ? 'code' : 'chat',
    ...(query % 3 === 0 ? { weight } : {}),
  }));
  for (const [at, model] of ['small', 'large'].entries())
    lines(`recordings/all/${model}.jsonl`, (query) => ({
      key: null,
      queryId: `q${query}`,
      modelId: `lab/${model}`,
      sample: 0,
      answer: { text: `answer ${query}` },
      usage: {
        inputTokens: 200 + drawn(query, 2),
        outputTokens: 20 + drawn(query, 3 + at),
        cachedInputTokens: drawn(query, 5) % 100,
      },
      timing: { latencyMs: 100 + drawn(query, 6 + at) },
      quality: drawn(query, 8 + at) < 500 + 300 * at ? 1 : 0,
    }));
  const cached = price.cached === undefined ? '' : `, cached_input_usd_per_mtok: ${price.cached}`;
  writeFileSync(
    join(dir, 'models.yaml'),
    `models:
  - { id: lab/small, price: { input_usd_per_mtok: 0.1, output_usd_per_mtok: 0.4 } }
  - { id: lab/large, price: { input_usd_per_mtok: ${price.input}, output_usd_per_mtok: 15${cached} } }
`,
  );
  writeFileSync(
    join(dir, 'strategies/length.yaml'),
    'name: length\nkind: static\npipeline:\n  - rules:\n      - { when: { prompt.tokens: { $gt: 20 } }, use: lab/large }\n      - use: lab/small\n',
  );
  writeFileSync(
    join(dir, 'routelab.yaml'),
    'name: priced\ndataset: dataset.jsonl\nrecordings: recordings/all\nmodels: models.yaml\nscorer: { type: given }\nsplit: none\nstrategies: [strategies/*.yaml]\nreference: lab/large\nobjective: { minimize: cost }\nsynthetic: true\n',
  );
  expect(routelab(dir, 'run', '--quiet').code).toBe(0);
  // Both routers are as quick: what a run measured is no part of what is supposed.
  const times = join(dir, 'recordings/router-time.jsonl');
  writeFileSync(times, readFileSync(times, 'utf8').replaceAll(/"(p50Ms|p99Ms)":[\d.e-]+/g, '"$1":0.002'));
  const { code, stderr } = routelab(dir, 'run', '--quiet');
  expect(code, stderr).toBe(0);
  const results = JSON.parse(readFileSync(join(dir, 'reports/latest/results.json'), 'utf8')) as Results;
  const pack = readFileSync(join(dir, 'reports/latest/queries.pack'));
  const end = pack.indexOf('\n');
  const header = JSON.parse(pack.subarray(0, end).toString()) as PackHeader;
  const { bytes } = header.blocks[0] as PackHeader['blocks'][number];
  return { results, columns: queryColumns(header, gunzipSync(pack.subarray(end + 1, end + 1 + bytes))) };
}

it('other prices in models.yaml and other weights give what the page had supposed', () => {
  const recorded = ran({ input: 3 }, 1);
  const other = ran({ input: 1.25, cached: 0.3 }, 2.5);
  const supposed: Partial<Supposition> = {
    prices: new Map([['lab/large', { input: 1.25, cached: 0.3 }]]),
    weigh: new Map([['code', 2.5]]),
  };
  const { view, book, shown } = worked(recorded, supposed, referenceRow(recorded.results));
  expect(
    shown.results.rows.some(
      (row, at) => row.metrics['cost.mean']?.value !== recorded.results.rows[at]?.metrics['cost.mean']?.value,
    ),
  ).toBe(true);
  expectSameColumns(
    view,
    other,
    recorded.results.rows.filter(keepsItsMix).map(({ id }) => id),
  );
  expectSameRows(shown, book, other);
  expect(shown.results.front).toEqual(other.results.front);
  expect(shown.results.workload.models.map(({ inputUsdPerMTok }) => inputUsdPerMTok)).toEqual([0.1, 1.25]);
});
