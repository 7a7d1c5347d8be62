import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportRecord } from '../../src/domain/exported.js';
import { exportRecordSchema } from '../../src/export/record/schema.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const record = (folder: string): ExportRecord =>
  exportRecordSchema.parse(JSON.parse(readFileSync(join(dir, 'exports', folder, 'export.json'), 'utf8'))) as ExportRecord;
let ran: ReturnType<typeof routelab>;

beforeAll(async () => {
  await quickWorkspace(dir, 200, 2);
  const file = join(dir, 'routelab.yaml');
  const text = readFileSync(file, 'utf8').replace('strategies/*.yaml', 'strategies/words.yaml, strategies/tier.yaml');
  writeFileSync(file, `${text}export: [{ target: nginx, port: 8181 }, { target: haproxy, mode: native, max_disagreement: 1 }]\n`);
  ran = routelab(dir, 'run');
}, 120_000);

it('nginx and HAProxy stand in an experiment like any other target', () => {
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/export {3}exports[/\\]nginx · runtime, exact · \d{3,} decisions agree/);
  expect(record('nginx')).toMatchObject({ conformance: 'ran', options: { port: 8181, body_mb: 8 }, verified: { differing: 0 } });
  expect(readFileSync(join(dir, 'exports/nginx/nginx.conf'), 'utf8')).toContain('listen 127.0.0.1:8181;');
  expect(record('haproxy')).toMatchObject({ mode: 'native', fidelity: 'approximate', loss: { disagreement: { value: 0 } } });
});

describe('routelab export --target', () => {
  it.each([
    ['nginx', [], 'runtime, exact', ['nginx.conf', 'gateway.js', 'models.json', 'router.json', 'routelab-router.njs.js']],
    ['haproxy', [], 'dispatch, exact', ['haproxy.cfg', 'ask.mjs', 'models.json', 'router.json', 'routelab-router.mjs']],
    ['openfeature', [], 'dispatch, exact', ['flags.json', 'route.mjs', 'routes.json']],
    ['openfeature', ['--option', 'mode=native'], 'native, exact', ['flags.json', 'context.mjs', 'context.json']],
    ['envoy-ai-gateway', ['--option', 'gateway=edge'], 'dispatch, exact', ['envoy-ai-gateway.yaml', 'route.mjs']],
    ['kong', [], 'dispatch, exact', ['kong.yaml', 'route.mjs']],
  ])('%s %j', (target, options, said, files) => {
    const out = `exports/by-hand-${target}${options.length}`;
    const written = routelab(dir, 'export', '--target', target, ...options, '--out', out);
    expect(written.stderr).toContain(`${target}: ${said}; `);
    expect(written.code).toBe(0);
    for (const file of files) expect(existsSync(join(dir, out, file)), file).toBe(true);
    expect(record(out.replace('exports/', ''))).toMatchObject({ target, verified: { differing: 0 } });
  });

  it('says what is lost, and which options and targets there are', () => {
    const told = routelab(dir, 'export', '--target', 'haproxy', '--strategy', 'tier', '--option', 'mode=native', '--out', 'told');
    expect(told).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/haproxy can't express: the model’s name: HAProxy changes no body/),
    });
    const wrong = routelab(dir, 'export', '--target', 'nginx', '--option', 'prot=80', '--out', 'x');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('port') });
    const path = routelab(dir, 'export', '--target', 'nginx', '--option', 'js_module=a b', '--out', 'x');
    expect(path).toMatchObject({ code: 2, stderr: expect.stringContaining('not a plain path') });
    expect(routelab(dir, 'export', '--target', 'ngnix')).toMatchObject({ code: 2, stderr: expect.stringContaining('nginx') });
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });
});
