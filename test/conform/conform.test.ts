import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformExport } from '../../src/app/conform/conform-export.js';
import { conforms } from '../../src/app/conform/conformity.js';
import { sameRoute } from '../../src/export/emulator/emulator.js';
import { emulatorOf } from '../../src/export/emulator/of-files.js';
import { targets } from '../../src/export/index.js';
import { litellm } from '../../src/export/litellm.js';
import { choiceIn } from '../../src/export/live/choice.js';
import { questionFor } from '../../src/export/live/question.js';
import { portkey } from '../../src/export/portkey.js';
import { router } from '../../src/export/router.js';
import type { ExportTarget } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { goldenDecisions } from '../../src/router/golden.js';
import { sealRouter } from '../../src/router/seal.js';
import { shipmentOf } from '../support/an-export.js';
import { emptyDir, routelab } from '../support/cli.js';
import { routerOf } from '../support/every-router.js';
import { exportFolder } from '../support/export-folder.js';

/** The same router with one text of its file changed, and its hashes made anew: as if it had been measured so. */
function resealed(config: RouterConfig, from: string, to: string): RouterConfig {
  const text = JSON.stringify(config).replace(from, to);
  expect(text).not.toBe(JSON.stringify(config));
  const { format: _format, decisionHash: _hash, checksum: _checksum, ...draft } = JSON.parse(text) as RouterConfig;
  return sealRouter(draft);
}

function change(dir: string, file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(dir, file), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(join(dir, file), changed);
}

/** Modes of a target; one without any has one. */
function modesOf({ options }: ExportTarget): readonly object[] {
  const modes = (options.shape['mode'] as { unwrap?: () => { options?: readonly string[] } } | undefined)?.unwrap?.().options;
  return modes === undefined ? [{}] : modes.map((mode) => ({ mode }));
}

const atOpenRouter = (config: RouterConfig): RouterConfig =>
  sealRouter({ ...config, models: config.models.map((model) => ({ ...model, provider: 'openrouter' })) });

describe('files on the disk', () => {
  it.each(targets.map((target) => [target.name, target] as const))(
    'of %s are read as the target itself reads them',
    (name, target) => {
      let read = 0;
      for (const chosen of modesOf(target)) {
        const kind = routerOf('mode' in chosen && chosen.mode === 'heuristic_v2' ? 'cohorts' : 'words-first');
        const config = name === 'openrouter' ? atOpenRouter(kind) : kind;
        const golden = goldenDecisions(createRouter(config));
        const options = target.options.parse(chosen) as never;
        const outcome = target.export(shipmentOf(config), options);
        if (outcome.fidelity === 'refused') continue;
        const emulator = emulatorOf(name, outcome.files, options);
        expect(emulator === null, `${name}: a line in src/export/emulator/of-files.ts`).toBe(outcome.emulator === undefined);
        read++;
        if (emulator === null || outcome.emulator === undefined) continue;
        for (const { request, route } of golden)
          expect(sameRoute(emulator(request, route), outcome.emulator(request, route))).toBe(true);
      }
      expect(read).toBeGreaterThan(0);
    },
  );
});

/** Everything that was found, as one text. */
async function told(dir: string): Promise<{ agrees: boolean; text: string }> {
  const found = await conformExport(dir);
  return { agrees: conforms(found), text: JSON.stringify(found) };
}

describe('an export', () => {
  it('decides as it was measured, and the command says so', () => {
    const dir = exportFolder(router, routerOf('words-first'));
    expect(routelab(emptyDir(), 'conform', dir)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^router \(runtime, exact\)\nok {2}router\.json: 0 of \d{3,} decisions differ\nok {2}routelab-router\.mjs: 0 of/,
      ),
    });
    change(dir, 'router.json', '"$lte": 10', '"$lte": 9');
    expect(routelab(emptyDir(), 'conform', dir)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/no {2}router\.json: .*does not fit the content/),
    });
    expect(routelab(emptyDir(), 'conform')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exports/router/export.json'),
    });
  });

  it.each([
    ['the runtime beside it', router, {}, 'words-first', 'routelab-router.mjs', 'charCodeAt', 'codePointAt0', /routelab-router/],
    ['a golden decision', router, {}, 'words-first', 'router.golden.jsonl', '"m1"', '"m2"', /golden 1"|is not the one that/],
    [
      'a route of a config',
      portkey,
      {},
      'words-first',
      'portkey.config.json',
      '"then": "r0"',
      '"then": "r1"',
      /golden \d+","expected":"m0/,
    ],
    [
      'a threshold of a guardrail',
      portkey,
      { mode: 'guardrail' },
      'text-rules',
      'portkey.config.json',
      '"maxCharacters": 40',
      '"maxCharacters": 41',
      /was measured for the file as it was/,
    ],
    [
      'the model behind a name',
      litellm,
      {},
      'words-first',
      'config.yaml',
      /(model_name: r0\s+litellm_params:\s+model: openai\/lab-)m0/,
      '$1m1',
      /"expected":"m0[^"]*","found":"m1/,
    ],
    [
      'a file that can’t be read any more',
      litellm,
      {},
      'words-first',
      'config.yaml',
      'model_list:',
      'model_list: [',
      /emulated: /,
    ],
  ] as const)('is found to be another: %s', async (_, target, options, kind, file, from, to, finding) => {
    const dir = exportFolder(target, routerOf(kind), options);
    expect(await told(dir)).toMatchObject({ agrees: true });
    // A module is loaded once a path.
    const again = exportFolder(target, routerOf(kind), options);
    change(again, file, from, to);
    expect(await told(again)).toEqual({ agrees: false, text: expect.stringMatching(finding) });
  });

  it('whose threshold was moved with new hashes is found out by the golden decisions', async () => {
    const dir = exportFolder(router, routerOf('words-first'));
    const measured = JSON.parse(readFileSync(join(dir, 'router.json'), 'utf8')) as RouterConfig;
    writeFileSync(join(dir, 'router.json'), JSON.stringify(resealed(measured, '"$lte":10', '"$lte":9')));
    expect(await told(dir)).toEqual({ agrees: false, text: expect.stringMatching(/"expected":"m0[^"]*","found":"m[12]/) });
  });

  it('lacks what is gone, and a folder of something else is none', async () => {
    const dir = exportFolder(portkey, routerOf('words-first'));
    rmSync(join(dir, 'headers.mjs'));
    expect(await told(dir)).toEqual({ agrees: false, text: expect.stringContaining('headers.mjs is gone') });
    await expect(conformExport(emptyDir())).rejects.toThrow('a folder that routelab export wrote');
    writeFileSync(join(dir, 'export.json'), '{"format":"other"}');
    await expect(conformExport(dir)).rejects.toThrow('is no record of an export');
  });
});

describe('a running proxy', () => {
  const files = (routes: object) => [{ path: 'routes.json', text: JSON.stringify(routes) }];
  const route = { models: ['m1', 'm2'], reason: { kind: 'fallback' as const }, propensity: 1 };
  const request = { messages: [{ role: 'user' as const, content: 'hi' }], signals: { tier: 'é' } };
  const asked = (target: string, options: object = {}, along: object = {}) =>
    questionFor(
      target,
      { request, route },
      { files: files({ r0: ['m0'], r1: ['m1', 'm2'] }), options: options as never, along: along as never },
    );

  it('is asked as its export says', () => {
    expect(asked('router')).toMatchObject({ model: 'auto', headers: { 'x-routelab-signals': '{"tier":"\\u00e9"}' } });
    expect(asked('litellm', { mode: 'dispatch' })).toMatchObject({ path: '/chat/completions', model: 'r1' });
    expect(asked('litellm', { mode: 'complexity' })).toMatchObject({ model: 'auto' });
    expect(asked('tensorzero')).toMatchObject({ path: '/openai/v1/chat/completions', model: 'tensorzero::model_name::r1' });
    expect(asked('bifrost')).toMatchObject({ headers: { 'x-routelab-route': 'r1' } });
    expect(asked('kong')).toEqual({
      path: '/chat/completions',
      headers: { 'x-routelab-route': 'r1' },
      messages: request.messages,
    });
    expect(asked('vllm-semantic-router', { mode: 'dispatch' })).toMatchObject({ metadata: { routelab_model: 'm1' } });
    expect(asked('vllm-semantic-router', { mode: 'native' })).toMatchObject({ metadata: { tier: 'é' } });
    const attempts = () => [{ model: 'lab-m1', headers: { 'x-routelab-model': 'b1' } }];
    expect(asked('haproxy', { mode: 'dispatch' }, { attempts })).toMatchObject({
      model: 'lab-m1',
      headers: { 'x-routelab-model': 'b1' },
    });
  });

  it('says whom it asked in one of several ways, the surest first', () => {
    const models = ['m0', 'm1'].map((id) => ({ id, provider: 'lab', name: `lab-${id}` }));
    const portkeyFiles = [
      ...files({ r1: ['m1'] }),
      { path: 'portkey.config.json', text: '{"targets":[{"name":"r0"},{"targets":[{"name":"m1"}]}]}' },
    ];
    const said = (headers: Readonly<Record<string, string>>, model: string | null = null) =>
      choiceIn({ header: (name) => headers[name] ?? null, model }, models, portkeyFiles)?.modelId;
    expect(said({ 'x-routelab-model': 'm1', 'x-litellm-model-id': 'm0' }, 'lab-m0')).toBe('m1');
    expect(said({ 'x-portkey-last-used-option-index': 'config.targets[1].targets[0]' })).toBe('m1');
    expect(said({ 'x-litellm-model-id': 'r1' })).toBe('m1');
    expect(said({ 'x-vsr-selected-model': 'lab/lab-m0' })).toBe('m0');
    expect(said({}, 'lab-m1-2026-01-01')).toBe('m1');
    expect(said({}, 'lab-m10')).toBeUndefined();
  });
});
