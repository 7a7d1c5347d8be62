import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { planRecording } from '../../src/app/record/plan-workspace.js';
import { recordingsStats } from '../../src/app/recordings/recordings-stats.js';
import { verifyRecordings } from '../../src/app/recordings/verify-recordings.js';
import { planLines } from '../../src/cli/print/print-plan.js';
import { statsLines } from '../../src/cli/print/print-recordings-stats.js';
import type { Recording } from '../../src/domain/recording.js';
import { type LiveWorkspace, liveWorkspace } from '../support/live-workspace.js';
import { type MisbehavingServer, misbehavingServer } from '../support/misbehaving-server.js';
import { record, recordRequest } from '../support/record-request.js';

let server: MisbehavingServer | undefined;
afterEach(() => server?.close());

const FREE = '{ input_usd_per_mtok: 0, output_usd_per_mtok: 0 }';
const PAID = '{ input_usd_per_mtok: 1, output_usd_per_mtok: 4 }';

/** Models that cost nothing and a judge that does. */
async function judgedWorkspace(scorer: string, more: Partial<LiveWorkspace> = {}) {
  server = await misbehavingServer(() => 'answer', {
    say: ({ model }) => (model === 'judge' ? 'verdict: A' : `${model} says so`),
  });
  const { url, asked } = server;
  const models = ['local/a', 'local/b'];
  const dir = liveWorkspace({ url, queries: 3, models, judges: ['local/judge'], scorer, price: FREE, ...more });
  const file = join(dir, 'models.yaml');
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf('judges:');
  const price = (judge: string | null): void => {
    const judges = judge === null ? text.slice(at).replace(/ +price: .*\n/, '') : text.slice(at).replace(FREE, judge);
    writeFileSync(file, text.slice(0, at) + judges);
  };
  price(PAID);
  return { dir, asked, price };
}

describe('verdicts beside a baseline that is not recorded yet', () => {
  const scorer = '{ type: judge, model: local/judge, kind: pairwise, baseline: local/b }';

  it('are awaited on the answers that are there, so that a cap and a price are asked for before anything is sent', async () => {
    const { dir, asked, price } = await judgedWorkspace(scorer);
    await record(dir, { models: ['local/a'] });
    expect(asked).toHaveLength(3);
    const plan = await planRecording(recordRequest(dir));
    expect(plan.judges).toMatchObject([{ calls: 0, awaiting: 6, paid: true }]);
    await expect(record(dir, { maxCostUsd: null })).rejects.toThrow('these calls cost money');
    price(null);
    await expect(record(dir, { maxCostUsd: null })).rejects.toThrow('no price is known for local/judge');
    expect(asked).toHaveLength(3);
    price(PAID);
    expect((await record(dir)).judgeLanes).toMatchObject([{ recorded: 6, left: 0 }]);
    expect(asked).toHaveLength(12);
  });

  it('are awaited once on answers that come as well, and not on those of models that are not looked at', async () => {
    const { dir } = await judgedWorkspace(scorer);
    expect((await planRecording(recordRequest(dir))).judges).toMatchObject([{ awaiting: 6 }]);
    await record(dir, { models: ['local/a'] });
    expect((await planRecording(recordRequest(dir, { mode: 'all' }))).judges).toMatchObject([{ awaiting: 6 }]);
    expect((await planRecording(recordRequest(dir, { models: ['local/b'] }))).judges).toMatchObject([{ awaiting: 0 }]);
  });
});

it('answers about which nothing can be asked are told, with what they lack', async () => {
  const { dir } = await judgedWorkspace('{ type: judge, model: local/judge, kind: rubric }');
  const note = 'local/judge can’t be asked about 6 answers: their queries have no rubric, which its prompt names';
  expect(planLines(await planRecording(recordRequest(dir))).join('\n')).toContain(note);
  await record(dir);
  const plan = await planRecording(recordRequest(dir));
  expect(plan.judges).toMatchObject([{ calls: 0, awaiting: 0, notAsked: 6 }]);
  expect(planLines(plan).join('\n')).toContain(note);
});

describe('recorded verdicts', () => {
  it('are counted by judge, and their keys are made again', async () => {
    const scorer = '{ type: judge, model: local/judge, kind: pairwise, baseline: local/b, samples: 2 }';
    const { dir, asked } = await judgedWorkspace(scorer);
    await record(dir, { limit: 2 });
    await record(dir, { models: ['local/a'] });
    const experiment = join(dir, 'routelab.yaml');
    const usd = asked.length - 5;
    const [judge] = (await recordingsStats(experiment)).judges;
    // Two queries are judged in two orders, twice each; the third waits for the baseline.
    expect([usd, judge]).toMatchObject([
      8,
      {
        modelId: 'local/judge',
        named: true,
        cells: 8,
        missing: 0,
        unused: 0,
        queries: 2,
        samples: 2,
        superseded: 0,
        unpriced: 0,
      },
    ]);
    const file = join(dir, 'recordings/live/judge/local%2Fjudge.jsonl');
    const text = readFileSync(file, 'utf8');
    const lines = text.trimEnd().split('\n');
    const tokens = lines.map((line) => (JSON.parse(line) as Recording).usage ?? {});
    const cost = tokens.reduce((sum, { inputTokens = 0, outputTokens = 0 }) => sum + inputTokens * 1e-6 + outputTokens * 4e-6, 0);
    expect(judge?.costUsd).toBeCloseTo(cost, 12);
    const whole = await verifyRecordings(experiment, {});
    expect([whole.findings, whole.keys, whole.keysLeft]).toEqual([[], 5 + 8, 0]);

    const [first = '', second = '', ...rest] = lines;
    const changed = (line: string, more: Partial<Recording>): string => JSON.stringify({ ...JSON.parse(line), ...more });
    writeFileSync(file, `${[changed(first, { key: 'f'.repeat(64) }), second, ...rest].join('\n')}\n`);
    const { findings } = await verifyRecordings(experiment, {});
    expect(findings).toMatchObject([{ file, line: 1, field: 'key', value: 'f'.repeat(64) }]);
    expect((await recordingsStats(experiment)).judges).toMatchObject([{ cells: 8, missing: 1, unused: 1 }]);

    // Asked with another temperature: a verdict on another request, which is no mismatch.
    const { request } = JSON.parse(second) as Recording;
    const other = changed(second, { key: 'e'.repeat(64), request: { ...request, temperature: 1 } });
    writeFileSync(file, `${[first, other, ...rest].join('\n')}\n`);
    const again = await verifyRecordings(experiment, {});
    expect([again.findings, again.keys, again.keysLeft]).toEqual([[], 5 + 7, 1]);
    expect(statsLines(await recordingsStats(experiment)).join('\n')).toMatch(/VERDICTS\n +local\/judge +8 +1 /i);
  });
});
