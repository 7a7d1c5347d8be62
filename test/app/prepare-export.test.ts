import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Measured, prepareExport } from '../../src/app/export/prepare-export.js';
import type { Results } from '../../src/domain/results.js';
import { exportLoss } from '../../src/experiment/export-loss.js';
import type { Emulator } from '../../src/export/emulator/emulator.js';
import type { ExportEntry } from '../../src/export/index.js';
import { exportRecordSchema } from '../../src/export/record/schema.js';
import type { ExportedRouter, ExportTarget } from '../../src/export/target.js';
import type { RouteRequest } from '../../src/router/router.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { tableOf } from '../support/table-of.js';

/** Ten prompts of 1 to 10 letters; `large` is right from 4 letters on, `small` up to 6, at 4 and 1 USD. */
const SIZES = Array.from({ length: 10 }, (_, index) => index + 1);
const dataset = aDataset(
  SIZES.map((size) => ({ id: `q${size}`, prompt: 'a'.repeat(size), category: size <= 5 ? 'short' : 'long' })),
);
const table = tableOf(
  ['small', 'large'],
  SIZES.map((size) => [
    [{ quality: size <= 6 ? 1 : 0, costUsd: 1, latencyMs: 1 }],
    [{ quality: size >= 4 ? 1 : 0, costUsd: 4, latencyMs: 1 }],
  ]),
);
const byLength = (most: number) => [
  { rules: [{ when: { 'prompt.code_points': { $lte: most } }, use: 'small' }, { use: 'large' }] },
];
const output = runOn(dataset, table, [aStrategy('length', byLength(5), ['large', 'small'])], anExperiment());
const compared = output.compared.find(({ fitted }) => fitted !== undefined);
if (compared?.fitted === undefined || compared.routes === undefined) throw new Error('no router in the comparison');
const { config } = compared.fitted;
const measured: Measured = {
  batch: output.bench.batch,
  routes: compared.routes,
  loss: (held) => exportLoss(output.bench, output.part, 'all', held),
};
const shipment = { config, results: { inputs: { hash: 'abc' } } as Results, row: output.body.rows[0] as never, overridden: [] };

/** A target that counts letters and takes another limit. */
function letters(most: number, of: Partial<ExportedRouter> = {}): ExportTarget {
  const length = ({ messages }: RouteRequest): number => String(messages.at(-1)?.content ?? '').length;
  const emulator: Emulator = (request, route) =>
    route.models.length === 0 || length(request) <= most ? { models: ['small', 'large'] } : { models: ['large', 'small'] };
  return {
    name: 'letters',
    title: 'letters',
    version: 'letters 1',
    conformance: 'emulated',
    next: 'go',
    options: z.strictObject({}),
    export: () => ({
      fidelity: 'approximate',
      mode: 'native',
      files: [{ path: 'letters.txt', text: String(most) }],
      unsupported: ['rules on prompt.code_points: it counts otherwise'],
      nearest: { target: 'router', options: { mode: 'runtime' } },
      environment: [],
      emulator,
      ...of,
    }),
  };
}

const entry = (target: ExportTarget, maxDisagreement: number): ExportEntry => ({
  target,
  dir: target.name,
  maxDisagreement,
  options: {},
});
const none = async () => null;

describe('an export that is only approximate', () => {
  it('says what it gives away on the measured queries, by hand', async () => {
    // Limit 7 instead of 5: the prompts of 6 and 7 letters go to small. 6 is right all the same, 7 is not; each saves 3 USD.
    const { record, refusal, files } = await prepareExport(entry(letters(7), 0.3), shipment, measured, none);
    expect(refusal).toBeNull();
    expect(files.map(({ path }) => path)).toEqual(['letters.txt']);
    expect(record.loss).toMatchObject({
      on: 'all',
      n: 10,
      disagreement: { value: 0.2, n: 10 },
      quality: { value: -0.1 },
      cost: { value: expect.closeTo(-0.6, 12) },
      worst: { category: 'long', n: 5, disagreement: 0.4 },
    });
    const { low, high } = record.loss?.disagreement ?? { low: 1, high: 0 };
    expect([low, high]).toEqual([expect.closeTo(0.0567, 4), expect.closeTo(0.5098, 4)]); // Wilson of 2 in 10
    expect(exportRecordSchema.parse(record)).toEqual(record);
  });

  it('is refused above the cap, naming what can’t be expressed and the way out', async () => {
    const { record, refusal, files } = await prepareExport(entry(letters(7), 0.19), shipment, measured, none);
    expect(files).toEqual([]);
    expect(record).toMatchObject({ fidelity: 'refused', files: [] });
    expect(refusal).toEqual({
      message:
        "letters (native) can't express this router: rules on prompt.code_points: it counts otherwise: 20 % of 10 decisions differ, more than 19 %",
      hint: 'routelab export --target router --option mode=runtime keeps it as measured; --max-disagreement 0.2 writes it all the same',
    });
  });

  it('can’t be written where its loss can’t be measured', async () => {
    await expect(prepareExport(entry(letters(7), 1), shipment, null, none)).rejects.toMatchObject({ exitCode: 4 });
  });

  it('is measured on the workspace where the run itself is over', async () => {
    const { record } = await prepareExport(entry(letters(7), 1), shipment, null, async () => measured);
    expect(record.loss?.disagreement.value).toBe(0.2);
  });
});

describe('an export that claims to be exact', () => {
  const exact = { fidelity: 'exact', unsupported: [] } as const;

  it('is written where every decision agrees, and loses exactly nothing', async () => {
    // Counting letters differs from counting code points on probes with surrogates; a dispatching emulator repeats what it is told.
    const told = letters(5, { ...exact, mode: 'dispatch', emulator: (_request, { models }) => ({ models }) });
    const { record } = await prepareExport(entry(told, 0.01), shipment, measured, none);
    expect(record.verified.differing).toBe(0);
    expect(record.verified.decisions).toBeGreaterThan(510);
    expect(record.loss).toMatchObject({
      disagreement: { value: 0 },
      quality: { value: 0, low: 0, high: 0 },
      cost: { value: 0 },
      worst: null,
    });
  });

  it('is not written where one decision differs', async () => {
    await expect(prepareExport(entry(letters(6, exact), 1), shipment, measured, none)).rejects.toMatchObject({ exitCode: 3 });
  });
});

it('a router a target has no words for is refused with the clause and the nearest', async () => {
  const target: ExportTarget = {
    ...letters(5),
    export: () => ({
      fidelity: 'refused',
      mode: 'native',
      unsupported: ['a cascade: fallback is for errors'],
      nearest: { target: 'router' },
    }),
  };
  const { refusal, record } = await prepareExport(entry(target, 1), shipment, measured, none);
  expect(refusal).toEqual({
    message: "letters (native) can't express this router: a cascade: fallback is for errors",
    hint: 'routelab export --target router keeps it as measured',
  });
  expect(exportRecordSchema.parse(record)).toMatchObject({ fidelity: 'refused', loss: null });
});

it('writes nothing where two providers would be asked with one key', async () => {
  const [model] = config.models;
  const models = ['lab-one', 'lab_one'].map((provider) => ({ ...model, id: provider, provider }) as never);
  const { refusal, files } = await prepareExport(
    { target: letters(5, { environment: ['LAB_ONE_API_KEY'] }), options: {}, maxDisagreement: 1, dir: 'x' } as ExportEntry,
    { ...shipment, config: { ...config, models: [...config.models, ...models] } },
    null,
    async () => null,
  );
  expect(files).toEqual([]);
  expect(refusal?.message).toContain('providers lab-one and lab_one: both are asked with LAB_ONE_API_KEY; rename one');
});
