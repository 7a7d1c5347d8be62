import { codedColumn } from '../../../src/domain/column.js';
import { quickTotals } from '../../../src/replay/quick-replay.js';
import { routeTogether } from '../../../src/replay/route-together.js';
import { DEFAULT_INPUT, type PredictStage } from '../../../src/router/config.js';
import { createRouter } from '../../../src/router/create-router.js';
import { pack } from '../../../src/router/packed.js';
import type { RequestBatch, Router } from '../../../src/router/router.js';
import { sealRouter } from '../../../src/router/seal.js';
import { hash32 } from '../../../src/stats/hash.js';
import type { Benchmark } from '../benchmark.js';
import { generatedTable, MODELS, QUERIES } from '../data.js';
import { pythonAnchor } from '../python.js';
import { medianSeconds } from '../time.js';

const VALUES = 32;

/** What the candidates of a range over the value of money come to, once their common fit has predicted: as `run` ranks them. */
export const scoring: Benchmark = {
  name: 'scoring',
  run: async (size) => {
    const [queries, values] = size === 'full' ? [QUERIES, VALUES] : [1000, 4];
    const score = scorer(queries, values);
    return {
      rows: [
        {
          work: `scoring ${queries.toLocaleString('en-US')} × ${MODELS} at ${values} values of money`,
          value: medianSeconds(5, score),
          unit: 's',
          anchor: pythonAnchor(
            'what choices come to by pandas as RouterBench has it: a walk over all rows for each value, one long table, groups; the choices themselves are given',
            'scoring.py',
            values,
            queries,
            MODELS,
          ),
          peer: 'RouterBench in pandas, 16–20 s',
          goal: { kind: 'times', atLeast: 250 },
        },
      ],
    };
  },
};

/** Decides every request by a router for each value of money, and sums up what recorded outcomes say of the decisions. */
function scorer(queries: number, values: number): () => unknown {
  const table = generatedTable(queries, MODELS);
  const rows = Uint32Array.from({ length: queries }, (_, query) => query);
  const weight = new Float64Array(queries).fill(1);
  const batch = requests(queries);
  const quality = generatedQuality();
  const routers = Array.from({ length: values }, (_, value) => router(table.modelIds, quality, value / values));
  return () => quickTotals(routeTogether(routers, batch), table, 1, rows, weight);
}

const SIGNALS = Array.from({ length: MODELS }, (_, signal) => `s${signal}`);
const CLASSES = 16;

/** Requests that differ in as many signals as there are models. */
function requests(size: number): RequestBatch {
  const signals = SIGNALS.map((name, signal) => {
    const classes = Array.from({ length: size }, (_, row) => hash32(3, row, signal) % CLASSES);
    return [name, codedColumn(classes)] as const;
  });
  const messages = [{ role: 'user' as const, content: 'a question of some words' }];
  return { size, messages: () => messages, signals: new Map(signals), features: new Map(), counts: new Map() };
}

/** A fit by which dearer models are better, more or less so by request. */
function generatedQuality(): PredictStage['quality'] {
  const values = Array.from({ length: CLASSES }, (_, one) => one);
  const weights = SIGNALS.flatMap((_, signal) =>
    values.flatMap((one) => SIGNALS.map((_name, model) => hash32(4, signal * CLASSES + one, model) % 32)),
  );
  return {
    predictor: {
      type: 'linear',
      space: SIGNALS.map((of) => ({ type: 'signal', of, values, value: 1 })),
      weights: pack('i8', weights),
      bias: SIGNALS.map((_, model) => 20 * model),
      shift: 0,
    },
    tables: [{ x: [0, 600], y: [0, 2 ** 20] }],
  };
}

/** @param worth share of quality that the dearest model must be better by than one for nothing */
function router(modelIds: readonly string[], quality: PredictStage['quality'], worth: number): Router {
  const base = modelIds.map((_, model) => Math.round((2 ** 20 * worth * (1 + model)) / modelIds.length));
  const select = { by: 'utility', scale: 1, price: { base, perToken: modelIds.map(() => 1) } } as const;
  return createRouter(
    sealRouter({
      name: 'scoring',
      models: modelIds.map((id) => ({ id, provider: 'generated', name: id })),
      input: DEFAULT_INPUT,
      pipeline: [{ kind: 'predict', over: modelIds, quality, select }],
      fallback: [],
    }),
  );
}
