import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportRecord } from '../../src/domain/exported.js';
import { exportRecordSchema } from '../../src/export/record/schema.js';
import { sha256Hex } from '../../src/router/identity/sha256.js';
import { emptyDir, type Ran, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const strategies = {
  counts:
    'kind: dynamic\npipeline:\n  - predict: { by: cohorts, calibrate: none, good_enough: { at_least: 0.55, otherwise: dearest } }',
  // Inside other words, where the proxy does not look.
  parts:
    'kind: static\npipeline:\n  - rules: [{ when: { prompt.text: { $contains: [tract, lause] } }, use: openrouter/m1 }, { use: openrouter/m0 }]\nfallback: [openrouter/m0]',
  ladder:
    'kind: static\npipeline:\n  - cascade: { order: { models: [openrouter/m0, openrouter/m1] }, accept: { answer.refusal: false } }',
};

const dir = emptyDir();

/** A workspace that was run, of models that every gateway knows: 150 queries, two models. */
beforeAll(async () => {
  await quickWorkspace(dir, 150, 2);
  const changed = (file: string, change: (text: string) => string): void => {
    writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8')));
  };
  for (const folder of ['strategies', 'recordings/all', '.'])
    for (const file of readdirSync(join(dir, folder)).filter((name) => name.includes('.')))
      changed(`${folder}/${file}`, (text) => text.replaceAll('lab/m', 'openrouter/m'));
  for (const [name, rest] of Object.entries(strategies))
    writeFileSync(join(dir, `strategies/${name}.yaml`), `name: ${name}\n${rest}\n`);
  rmSync(join(dir, 'strategies/length.yaml'));
  expect(routelab(dir, 'run').stderr).toContain('report');
}, 120_000);

const exporting = (target: string, strategy: string, ...more: string[]): Ran =>
  routelab(dir, 'export', '--target', target, '--strategy', strategy, '--force', ...more);
const recordIn = (folder: string): ExportRecord =>
  JSON.parse(readFileSync(join(dir, folder, 'export.json'), 'utf8')) as ExportRecord;
const textIn = (folder: string, file: string): string => readFileSync(join(dir, folder, file), 'utf8');

describe('routelab export to gateways', () => {
  it.each([
    ['litellm', 'config.yaml', 'os.environ/OPENROUTER_API_KEY', /send|model/],
    ['tensorzero', 'tensorzero.toml', 'env::OPENROUTER_API_KEY', /envsubst '\$<PROVIDER>_BASE_URL' < tensorzero\.toml/],
    ['bifrost', 'config.json', 'env.OPENROUTER_API_KEY', /x-routelab-route/],
    ['openrouter', 'openrouter.json', '"m0"', /openrouter\.json/],
  ])('writes %s with its record, tells how to go on, and holds names of secrets alone', (target, config, key, next) => {
    const ran = exporting(target, 'words');
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        new RegExp(`${target}: dispatch, exact; [\\d,]+ decisions agree with the measured router\nneeds  OPENROUTER_API_KEY`),
      ),
    });
    expect(ran.stderr).toMatch(next);
    const folder = `exports/${target}`;
    const files = [config, 'routes.json', 'router.json', 'router.golden.jsonl', 'routelab-router.mjs', 'route.mjs'];
    expect(ran.stdout.split('\n').filter((line) => line !== '')).toEqual(
      [...files, 'export.json'].map((file) => `${folder}/${file}`),
    );
    const record = recordIn(folder);
    expect(exportRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      target,
      mode: 'dispatch',
      fidelity: 'exact',
      conformance: 'emulated',
      verified: { differing: 0 },
    });
    expect(record.verified.decisions).toBeGreaterThan(300);
    expect(record.files.map(({ path, sha256 }) => sha256 === sha256Hex(textIn(folder, path)))).toEqual(files.map(() => true));
    expect(textIn(folder, config)).toContain(key);
    expect(files.some((file) => /\bsk-|Bearer |api_key"?: "?[0-9a-f]{8}/.test(textIn(folder, file)))).toBe(false);
  });

  it('refuses what a gateway has no words for, with the nearest that has', () => {
    for (const target of ['openrouter', 'vllm-semantic-router'])
      expect(exporting(target, 'ladder', '--out', 'x')).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(
          new RegExp(
            `${target} \\(dispatch\\) can't express this router: a cascade: .*\n hint {2}routelab export --target ai-sdk keeps it`,
          ),
        ),
      });
    expect(exporting('litellm', 'tier', '--option', 'mode=complexity', '--out', 'x')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /rule 1: a condition on signals\.user_tier.*\n hint {2}routelab export --target litellm --option mode=dispatch/,
      ),
    });
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });

  it('measures what a proxy that decides itself gives away, and writes no more of it than is allowed', () => {
    const native = ['--option', 'mode=complexity'];
    expect(exporting('litellm', 'words', ...native, '--out', 'exports/complexity')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/can't express: words: .*\nwarn.*\nlitellm: native, approximate;/),
    });
    const { loss, maxDisagreement } = recordIn('exports/complexity');
    expect({ on: loss?.on, maxDisagreement }).toEqual({ on: 'test', maxDisagreement: 0.01 });
    const far = exporting('litellm', 'parts', ...native, '--out', 'x');
    expect(far).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /[\d.]+ % of 60 decisions differ, more than 1 %\n hint {2}.*mode=dispatch.*; --max-disagreement [\d.]+ writes it all the same/,
      ),
    });
    const most = /--max-disagreement ([\d.]+)/.exec(far.stderr)?.[1] ?? '';
    expect(exporting('litellm', 'parts', ...native, '--out', 'exports/far', '--max-disagreement', most)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/of the measured queries/),
    });
    expect(recordIn('exports/far')).toMatchObject({ fidelity: 'approximate', maxDisagreement: Number(most) });
  });

  it('tells apart who is asked first and who on an error', () => {
    expect(exporting('vllm-semantic-router', 'parts', '--option', 'mode=native', '--out', 'exports/native')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /can't express: fallback: .*\n.*differ from the measured router, 0 % of the measured queries in whom is asked first, [\d.]+ % in whom on an error\n/,
      ),
    });
    expect(textIn('exports/native', 'probes.yaml')).toContain('router_eval_endpoint: /api/v1/eval\n');
  });

  it('hands counts of successes to LiteLLM’s heuristic_v2', () => {
    expect(exporting('litellm', 'counts', '--option', 'mode=heuristic_v2', '--out', 'exports/v2')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('litellm: native, approximate; '),
    });
    expect(recordIn('exports/v2').loss).toMatchObject({ on: 'test', disagreement: { value: 0 } });
    expect(textIn('exports/v2', 'config.yaml')).toMatch(/heuristic_v2_artifact:\n +schema_version: 1\n/);
  });

  it.each([
    [['litellm', '--option', 'mode=nothing'], /mode {2}.*"nothing"|mode.*nothing.*dispatch/],
    [['tensorzero', '--option', 'mode=native'], /unknown key.*mode|mode.*unknown/],
    [['bifrost', '--option', 'port'], /name=value/],
    [['openruter'], /unknown export target.*openruter.*openrouter/],
  ])('says of %j what is accepted', ([target = '', ...more], said) => {
    const ran = exporting(target, 'words', ...more, '--out', 'x');
    expect(ran.code).toBe(2);
    expect(ran.stderr.replaceAll('\n', ' ')).toMatch(said);
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });
});
