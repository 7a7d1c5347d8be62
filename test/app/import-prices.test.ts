import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importPrices, type PriceImport } from '../../src/app/prices/import-prices.js';
import { priceFileText } from '../support/a-price-file.js';
import { emptyDir, routelab } from '../support/cli.js';

const MODELS = `# Prices we pay.
priced_at: 2026-01-01
price_source: contract
models:
  - id: openai/gpt-9   # the big one
    price: { input_usd_per_mtok: 5.00, output_usd_per_mtok: 10 }
    tags: [big]

  # the small one
  - id: openai/gpt-9-mini
  - id: house/own
    price:
      input_usd_per_mtok: 0.20
      output_usd_per_mtok: 0.40
`;

function folder(models = MODELS): string {
  const dir = emptyDir();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'models.yaml'), models);
  writeFileSync(join(dir, 'prices.json'), priceFileText());
  utimesSync(join(dir, 'prices.json'), new Date('2026-08-01T12:00:00Z'), new Date('2026-08-01T12:00:00Z'));
  return dir;
}

const run = (dir: string, over: Partial<PriceImport> = {}) =>
  importPrices({
    path: join(dir, 'prices.json'),
    modelsFile: join(dir, 'models.yaml'),
    stated: new Map(),
    acceptZero: false,
    dryRun: false,
    ...over,
  });
const text = (dir: string, file = 'models.yaml'): string => readFileSync(join(dir, file), 'utf8');

describe('importPrices', () => {
  it('prices judges as well: one that it doesn’t find keeps its own date', async () => {
    const judges =
      'judges:\n  - id: openai/gpt-9-mini\n  - { id: house/judge, price: { input_usd_per_mtok: 1, output_usd_per_mtok: 2 } }\n';
    const dir = folder(MODELS.replace('  - id: openai/gpt-9-mini\n', '') + judges);
    const report = await run(dir);
    expect(report.outcomes.map(({ modelId, kind }) => [modelId, kind])).toEqual([
      ['openai/gpt-9', 'priced'],
      ['house/own', 'not_found'],
      ['openai/gpt-9-mini', 'priced'],
      ['house/judge', 'not_found'],
    ]);
    const [, written = ''] = text(dir).split('judges:');
    expect(written).toMatch(/gpt-9-mini\n {4}price: \{ input_usd_per_mtok: 0\.15/);
    expect(written).toMatch(/house\/judge.*priced_at: 2026-01-01/);
  });

  it('writes the prices, their date and source, and keeps the user’s comments, order and numbers', async () => {
    const dir = folder();
    const report = await run(dir);
    const source = `prices.json, sha256 ${report.source.sha256.slice(0, 16)}`;
    expect(text(dir)).toBe(`# Prices we pay.
priced_at: 2026-08-01
price_source: ${source}
models:
  - id: openai/gpt-9   # the big one
    price: { input_usd_per_mtok: 2.50, output_usd_per_mtok: 10, cached_input_usd_per_mtok: 1.25 }
    tags: [big]

  # the small one
  - id: openai/gpt-9-mini
    price: { input_usd_per_mtok: 0.15, output_usd_per_mtok: 0.6 }
  - id: house/own
    price:
      input_usd_per_mtok: 0.20
      output_usd_per_mtok: 0.40
    priced_at: 2026-01-01
    price_source: contract
`);
    expect(report.outcomes.map(({ kind }) => kind)).toEqual(['priced', 'priced', 'not_found']);
    expect(report.outcomes[0]).toMatchObject({
      changes: [
        { field: 'inputUsdPerMTok', from: 5, to: 2.5 },
        { field: 'cachedInputUsdPerMTok', from: null, to: 1.25 },
      ],
    });
    expect(report.withoutPrice).toEqual([]);
  });

  it('changes nothing the second time, nor on a dry run', async () => {
    const dir = folder();
    expect((await run(dir, { dryRun: true })).written).toBe(false);
    expect(text(dir)).toBe(MODELS);
    await run(dir);
    const once = text(dir);
    const before = statSync(join(dir, 'models.yaml')).mtimeMs;
    const again = await run(dir);
    expect(again.written).toBe(false);
    expect(again.outcomes.flatMap((one) => (one.kind === 'priced' ? one.changes : []))).toEqual([]);
    expect([text(dir), statSync(join(dir, 'models.yaml')).mtimeMs]).toEqual([once, before]);
  });

  it('takes no price of 0 and no half price, unless told that it is free', async () => {
    const dir = folder('models: [{ id: gemini/flash-free }, { id: gemini/flash-odd }]\n');
    const report = await run(dir);
    expect(report.outcomes).toEqual([
      { modelId: 'gemini/flash-free', kind: 'zero', key: 'gemini/flash-free', fields: ['inputUsdPerMTok', 'outputUsdPerMTok'] },
      { modelId: 'gemini/flash-odd', kind: 'unpriced', key: 'gemini/flash-odd', refused: [] },
    ]);
    expect(report.withoutPrice).toEqual(['gemini/flash-free', 'gemini/flash-odd']);
    expect((await run(dir, { acceptZero: true })).withoutPrice).toEqual(['gemini/flash-odd']);
    expect(text(dir)).toContain('{ id: gemini/flash-free, price: { input_usd_per_mtok: 0, output_usd_per_mtok: 0 } }');
  });

  it('takes no price that is text, and names it', async () => {
    const dir = folder('models: [{ id: acme/quoted }]\n');
    const prices = join(dir, 'quoted.json');
    const row = { input_cost_per_token: '3e-7', output_cost_per_token: 1e-6, litellm_provider: 'acme', mode: 'chat' };
    writeFileSync(prices, JSON.stringify({ 'acme/quoted': row }));
    const { outcomes } = await run(dir, { path: prices });
    expect(outcomes).toEqual([
      { modelId: 'acme/quoted', kind: 'unpriced', key: 'acme/quoted', refused: ['input_cost_per_token is "3e-7"'] },
    ]);
  });

  it('keeps a cached price the file does not have, and says so', async () => {
    const dir = folder(
      'models:\n  - id: openai/gpt-9-mini\n    price: { input_usd_per_mtok: 1, output_usd_per_mtok: 1, cached_input_usd_per_mtok: 0.5 }\n',
    );
    expect((await run(dir)).outcomes[0]).toMatchObject({ kept: [{ field: 'cachedInputUsdPerMTok', value: 0.5 }] });
    expect(text(dir)).toContain('cached_input_usd_per_mtok: 0.5');
  });

  it('leaves JSON JSON', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'models.json'), '{"models": [{"id": "openai/gpt-9"}]}');
    await run(dir, { modelsFile: join(dir, 'models.json'), pricedAt: '2026-02-03' });
    expect(JSON.parse(text(dir, 'models.json'))).toMatchObject({
      priced_at: '2026-02-03',
      models: [{ id: 'openai/gpt-9', price: { input_usd_per_mtok: 2.5 } }],
    });
  });

  it.each([
    [{ stated: new Map([['openai/gpt-8', 'gpt-9']]) }, /no such model.*gpt-8.*Did you mean "openai\/gpt-9"/],
    [{ stated: new Map([['openai/gpt-9', 'gpt-99']]) }, /no such row.*Did you mean "gpt-9"/],
    [{ pricedAt: '2026-02-30' }, /is no date/],
  ])('refuses %j', async (over, message) => {
    await expect(run(folder(), over)).rejects.toThrow(message);
  });
});

describe('routelab prices import', () => {
  it('prints old → new and what is missing, and exits 4 while a model has no price', () => {
    const dir = folder('models: [{ id: anthropic/claude-x }, { id: openai/gpt-9 }]\n');
    const first = routelab(dir, 'prices', 'import', 'prices.json', '--models', 'models.yaml');
    expect(first.stdout).toMatch(/prices of 2026-08-01 from prices\.json/);
    expect(first.stdout).toMatch(/anthropic\/claude-x: not in the file; near: claude-x-20260101/);
    expect(first.stdout).toMatch(/input_usd_per_mtok +— → 2\.5/);
    expect(first.code).toBe(4);
    const map = ['--map', 'anthropic/claude-x=claude-x-20260101'];
    const second = routelab(dir, 'prices', 'import', 'prices.json', '--models', 'models.yaml', ...map);
    expect(second.stdout).toMatch(/wrote +models\.yaml: 1 of 2 models changed/);
    expect(second.code).toBe(0);
  });

  it('exits 2 for a file that is no price file', () => {
    const dir = folder();
    const { code, stderr } = routelab(dir, 'prices', 'import', 'models.yaml', '--models', 'models.yaml');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/models\.yaml.*not JSON/)]);
  });
});
