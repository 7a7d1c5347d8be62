import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportRecord } from '../../src/domain/exported.js';
import { exportRecordSchema } from '../../src/export/record/schema.js';
import { emptyDir, routelab } from '../support/cli.js';
import { quickWorkspace } from '../support/quick-workspace.js';

const dir = emptyDir();
const record = (folder: string): ExportRecord =>
  JSON.parse(readFileSync(join(dir, 'exports', folder, 'export.json'), 'utf8')) as ExportRecord;
let ran: ReturnType<typeof routelab>;

beforeAll(async () => {
  await quickWorkspace(dir, 400, 2);
  const file = join(dir, 'routelab.yaml');
  const exports = `export:
  - { target: router }
  - { target: portkey }
  - { target: portkey, mode: guardrail, dir: native, max_disagreement: 1 }
`;
  writeFileSync(
    file,
    `${readFileSync(file, 'utf8').replace('strategies/*.yaml', 'strategies/words.yaml, strategies/tier.yaml')}${exports}`,
  );
  ran = routelab(dir, 'run');
}, 120_000);

describe('exports that an experiment lists', () => {
  it('are written with their records, and told', () => {
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/export {3}exports[/\\]portkey · dispatch, exact · \d{3,} decisions agree/);
    expect(ran.stderr).toMatch(/export {3}exports[/\\]native · native, approximate/);
    for (const folder of ['router', 'portkey', 'native'])
      expect(exportRecordSchema.parse(record(folder))).toEqual(record(folder));
    expect(record('native')).toMatchObject({
      mode: 'native',
      fidelity: 'approximate',
      conformance: 'ran',
      loss: { on: 'test', disagreement: { value: 0 } },
    });
    expect(existsSync(join(dir, 'exports/portkey/headers.mjs'))).toBe(true);
  });

  it('stand in the summary and in the page', () => {
    const summary = readFileSync(join(dir, 'reports/latest/summary.md'), 'utf8');
    expect(summary).toMatch(/\*\*Export to portkey\*\*: dispatch, exact/);
    expect(readFileSync(join(dir, 'reports/latest/report.html'), 'utf8')).toContain('Export to portkey');
    expect(routelab(dir, 'report', '--format', 'md', '-o', '-').stdout).toBe(summary);
  });
});

describe('routelab export', () => {
  it('measures an approximate export on the workspace, and refuses with the way out what a target has no words for', () => {
    const native = routelab(dir, 'export', '--target', 'portkey', '--option', 'mode=guardrail', '--out', 'exports/again');
    expect(native).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/portkey: native, approximate; .*\nneeds {2}LAB_API_KEY/),
    });
    expect(record('again').loss).toEqual(record('native').loss);
    const refused = routelab(
      dir,
      'export',
      '--target',
      'portkey',
      '--strategy',
      'tier',
      '--option',
      'mode=guardrail',
      '--out',
      'x',
    );
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /portkey \(native\) can't express this router: rule 1: a condition on signals\.user_tier.*\n hint {2}routelab export --target portkey --option mode=conditional/,
      ),
    });
    const file = join(dir, 'dataset.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    expect(routelab(dir, 'export', '--target', 'portkey', '--option', 'mode=guardrail', '--out', 'x')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("can't be measured without the workspace"),
    });
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });
});
