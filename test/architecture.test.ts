import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';

interface RuleSet {
  readonly forbidden: readonly { readonly name: string; readonly comment?: string }[];
  readonly options: Record<string, unknown>;
}

const CONFIG = '../.dependency-cruiser.mjs';
const rules = ((await import(CONFIG)) as { default: RuleSet }).default;

async function violations(baseDir: string): Promise<{ result: ICruiseResult; broken: string[] }> {
  const { tsConfig: _tsConfig, ...options } = rules.options;
  const { output } = await cruise(['src'], {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  } as unknown as ICruiseOptions);
  const result = output as ICruiseResult;
  return { result, broken: result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`) };
}

/** One violation of each rule: the offending file and what it imports. */
const PLANTS: Readonly<Record<string, { file: string; imports: string }>> = {
  'no-cycles': { file: 'src/domain/a.ts', imports: './b.js' },
  'rooms-of-app-form-no-cycle': { file: 'src/app/one/a.ts', imports: '../two/b.js' },
  'domain-knows-nothing': { file: 'src/domain/c.ts', imports: '../stats/x.js' },
  'stats-knows-numbers': { file: 'src/stats/y.ts', imports: '../replay/x.js' },
  'router-stands-alone': { file: 'src/router/y.ts', imports: '../stats/x.js' },
  'router-has-no-dependency': { file: 'src/router/z.ts', imports: 'zod' },
  'strategy-meets-no-sibling': { file: 'src/strategy/y.ts', imports: '../replay/x.js' },
  'quality-meets-no-sibling': { file: 'src/quality/y.ts', imports: '../replay/x.js' },
  'replay-meets-no-sibling': { file: 'src/replay/y.ts', imports: '../metric/x.js' },
  'metric-meets-no-sibling': { file: 'src/metric/y.ts', imports: '../replay/x.js' },
  'compare-meets-no-sibling': { file: 'src/compare/y.ts', imports: '../replay/x.js' },
  'experiment-composes': { file: 'src/experiment/y.ts', imports: '../report/x.js' },
  'simulate-meets-no-sibling': { file: 'src/simulate/y.ts', imports: '../report/x.js' },
  'engine-meets-no-sibling': { file: 'src/engine/y.ts', imports: '../report/x.js' },
  'report-meets-no-sibling': { file: 'src/report/y.ts', imports: '../dataset/x.js' },
  'export-meets-no-sibling': { file: 'src/export/y.ts', imports: '../report/x.js' },
  'dataset-meets-no-sibling': { file: 'src/dataset/y.ts', imports: '../report/x.js' },
  'recording-meets-no-sibling': { file: 'src/recording/y.ts', imports: '../dataset/x.js' },
  'provider-meets-no-sibling': { file: 'src/provider/y.ts', imports: '../recording/x.js' },
  'page-script-is-pure': { file: 'src/report/client/y.ts', imports: '../../replay/x.js' },
  'page-script-is-bundled': { file: 'src/report/z.ts', imports: './client/y.js' },
  'file-knows-files': { file: 'src/file/y.ts', imports: '../dataset/x.js' },
  'app-below-cli': { file: 'src/app/y.ts', imports: '../cli/x.js' },
  'cli-talks-to-app': { file: 'src/cli/y.ts', imports: '../replay/x.js' },
  'index-is-only-an-index': { file: 'src/index.ts', imports: './cli/x.js' },
  'io-at-the-edge': { file: 'src/metric/w.ts', imports: 'node:fs' },
  'no-orphans': { file: 'src/replay/alone.ts', imports: '' },
  'one-door-yargs': { file: 'src/app/v.ts', imports: 'yargs' },
  'one-door-cli-progress': { file: 'src/app/u.ts', imports: 'cli-progress' },
  'one-door-picocolors': { file: 'src/app/t.ts', imports: 'picocolors' },
  'one-door-ajv': { file: 'src/app/ajv.ts', imports: 'ajv' },
  'one-door-fast-csv': { file: 'src/app/s.ts', imports: 'fast-csv' },
  'one-door-hyparquet': { file: 'src/app/o.ts', imports: 'hyparquet' },
  'one-door-hyparquet-compressors': { file: 'src/app/n.ts', imports: 'hyparquet-compressors' },
  'one-door-yaml': { file: 'src/dataset/w.ts', imports: 'yaml' },
  'one-door--ai-sdk': { file: 'src/app/ai.ts', imports: '@ai-sdk/openai' },
  'one-door-gpt-tokenizer': { file: 'src/app/gpt.ts', imports: 'gpt-tokenizer' },
  'one-door-bullmq': { file: 'src/app/bull.ts', imports: 'bullmq' },
  'one-door-ioredis': { file: 'src/app/red.ts', imports: 'ioredis' },
  'providers-are-lazy': { file: 'src/provider/eager.ts', imports: '@ai-sdk/openai' },
  'one-door-handlebars': { file: 'src/app/r.ts', imports: 'handlebars' },
  'one-door-vega': { file: 'src/app/q.ts', imports: 'vega' },
  'one-door-vega-lite': { file: 'src/app/p.ts', imports: 'vega-lite' },
  'one-door-simple-statistics': { file: 'src/metric/v.ts', imports: 'simple-statistics' },
  'one-door-p-limit': { file: 'src/metric/t.ts', imports: 'p-limit' },
  'one-door-zod': { file: 'src/metric/u.ts', imports: 'zod' },
};

describe('the architecture', () => {
  it('has no violation, over a number of modules that shows it was looked at', async () => {
    const { result, broken } = await violations(resolve('.'));
    expect(result.summary.totalCruised).toBeGreaterThan(100);
    expect(broken).toEqual([]);
  });

  it('gives every rule a reason', () => {
    expect(rules.forbidden.filter(({ comment }) => comment === undefined || comment.length < 20)).toEqual([]);
  });
});

describe('a planted violation', () => {
  const dir = mkdtempSync(join(tmpdir(), 'routelab-architecture-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  for (const folder of ['domain', 'stats', 'router', 'replay', 'metric', 'report', 'dataset', 'recording', 'cli']) {
    write(dir, `src/${folder}/x.ts`, `export const x = '${folder}';\n`);
  }
  write(dir, 'src/domain/b.ts', "import './a.js';\nexport const b = 1;\n");
  write(dir, 'src/app/two/b.ts', "import '../one/c.js';\nexport const b = 1;\n");
  write(dir, 'src/app/one/c.ts', 'export const c = 1;\n');
  for (const { file, imports } of Object.values(PLANTS))
    write(
      dir,
      file,
      imports === '' ? 'export const alone = 1;\n' : `import * as it from '${imports}';\nexport const found = it;\n`,
    );
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'));
  const planted = violations(dir);

  it.each(rules.forbidden.map(({ name }) => name))('of %s is named', async (name) => {
    const { broken } = await planted;
    const plant = PLANTS[name];
    expect(plant, `no plant for the rule ${name}`).toBeDefined();
    // A rule about folders names the file's own.
    const places = [plant?.file, dirname(plant?.file ?? '')];
    expect(broken.filter((line) => places.some((place) => line.startsWith(`${name}: ${place} `)))).not.toEqual([]);
  });
});

function write(dir: string, file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
