import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadModules } from '../../src/app/load/load-modules.js';
import { readDecisions } from '../../src/dataset/read-decisions.js';
import { aDataset } from '../support/an-experiment.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'elsewhere-'));
const rows = new Map([
  ['q0', 0],
  ['q1', 1],
]);
const names = { queryRow: (id: string) => rows.get(id), queryCount: 2, modelIds: ['small', 'large'] };

function written(name: string, content: string | Buffer): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

describe('decisions files', () => {
  it.each([
    ['d.jsonl', '{"query_id":"q1","model_id":"large"}\n{"query":"q0","model":"small"}\n'],
    ['d.csv', 'query,model,score\nq1,large,0.3\n"q0",small,0.1\n'],
    ['d.json', '[{"global index":"q1","prompt":"?","prediction":"large"},{"global_index":"q0","prediction":"small"}]'],
    ['d.csv.gz', gzipSync('query_id,model_id\nq1,large\nq0,small\n')],
  ])('are read as %s, and hashed as they stand on disk', async (name, content) => {
    const { choice, sha256 } = await readDecisions(written(name, content), names);
    expect([...choice]).toEqual([0, 1]);
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('without the two columns are refused by the header', async () => {
    await expect(readDecisions(written('d.csv', 'id,answer\nq0,x\n'), names)).rejects.toThrow(
      /d\.csv:1 {2}names no query or no model \(got id,answer\); accepted: a header with query_id and model_id/,
    );
  });

  it('name the line of a row without a model', async () => {
    await expect(readDecisions(written('d.csv', 'query,model\nq0,small\nq1,\n'), names)).rejects.toThrow(
      /d\.csv:3 {2}not a decision/,
    );
    await expect(
      readDecisions(written('d.json', '[\n{"query":"q0","model":"small"},\n{"query":"q1"}\n]'), names),
    ).rejects.toThrow(/d\.json:3 {2}not a decision/);
  });
});

const dataset = aDataset([
  { id: 'q0', prompt: 'Short?', signals: { tier: 'free' } },
  { id: 'q1', prompt: 'A much longer question than the other one.' },
]);

describe('drop-in modules', () => {
  const load = (source: string, pattern = 'mine.mjs') => {
    const dir = folder();
    writeFileSync(join(dir, 'mine.mjs'), source);
    return loadModules(dir, [pattern, 'strategies/*.yaml'], dataset, ['small', 'large']);
  };

  it('see messages and signals, and nothing else of a query', async () => {
    const [loaded] = await load(
      `export default { name: 'by-length', description: 'Longer goes up.', async route(request) {
      if (Object.keys(request).sort().join() !== 'messages,signals') throw new Error(Object.keys(request).join());
      if (request.signals.tier === 'free') return 'small';
      return request.messages[0].content.length > 10 ? 'large' : 'small';
    } };`,
      '*.mjs',
    );
    expect(loaded?.chosen).toMatchObject({ kind: 'module', name: 'by-length', description: 'Longer goes up.' });
    expect([...(loaded?.chosen.choice ?? [])]).toEqual([0, 1]);
  });

  it.each([
    ['no module at all', 'export default 3;', /mine\.mjs {2}no strategy module; accepted: export default defineStrategy/],
    ['one that does not parse', 'export default {', /mine\.mjs {2}can't be loaded: /],
    [
      'one that throws',
      "export default { name: 'x', route() { throw new Error('boom'); } };",
      /route\(\) failed on query q0: boom/,
    ],
    [
      'an unknown model',
      "export default { name: 'x', route: () => 'smal' };",
      /route\(\) gave no recorded model for query q0 \(got smal\); accepted: small, large\. Did you mean "small"\?/,
    ],
    ['no answer', "export default { name: 'x', route: () => undefined };", /no recorded model for query q0 \(got undefined\)/],
  ])('that are %s are refused with the file', async (_what, source, message) => {
    await expect(load(source)).rejects.toThrow(message);
  });
});
