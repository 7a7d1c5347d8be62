import { codedColumn } from '../../src/domain/column.js';
import type { Json } from '../../src/domain/json.js';
import type { Model } from '../../src/domain/model.js';
import { DEFAULT_INPUT, type RouterConfig } from '../../src/router/config.js';
import { predictorFits } from '../../src/strategy/fit/index.js';
import { fitCandidate, kindOf } from '../../src/strategy/fit.js';
import { aTraining, kindRows, topicRows } from './a-training.js';

export const MODELS: readonly Model[] = ['m0', 'm1', 'm2'].map((id, index) => ({
  id,
  provider: 'lab',
  name: `lab-${id}`,
  tags: index === 2 ? ['on_prem'] : [],
  price: { inputUsdPerMTok: 1 + index, outputUsdPerMTok: 2 + 2 * index },
}));

const byLength = {
  rules: [
    { when: { 'prompt.tokens': { $gt: 40 } }, use: 'm2' },
    { when: { 'prompt.words': { $lte: 3 } }, use: 'm0' },
    { use: 'm1' },
  ],
};
const onPremise = { filter: { when: { 'signals.data_class': 'restricted' }, allow: { tags: 'on_prem' } } };

/** A pipeline of every kind of stage, by a name. */
const PIPELINES: Readonly<Record<string, readonly Json[]>> = {
  rules: [onPremise, byLength],
  patterns: [
    {
      rules: [
        { when: { 'prompt.text': { $regex: '(?i)\\bprove\\b|integral' } }, use: 'm2' },
        { when: { 'prompt.text': { $contains: ['list', '日本'] } }, use: 'm1' },
        { use: 'm0' },
      ],
    },
  ],
  'text-rules': [
    {
      rules: [
        { when: { 'prompt.text': { $contains: ['prove', 'integral'] } }, use: 'm2' },
        { when: { 'prompt.tokens': { $lte: 10 }, 'prompt.text': { $not: { $regex: '\\d{3}' } } }, use: 'm0' },
        { when: { 'prompt.code_points': { $gt: 120 } }, use: 'm2' },
        { use: 'm1' },
      ],
    },
  ],
  'words-first': [
    {
      rules: [
        { when: { 'prompt.text': { $contains: ['prove', 'step by step'] } }, use: 'm2' },
        { when: { 'prompt.tokens': { $lte: 10 } }, use: 'm0' },
        { when: { 'prompt.code_points': { $gte: 160 } }, use: 'm2' },
        { use: 'm1' },
      ],
    },
  ],
  signals: [
    {
      rules: [{ when: { 'signals.tier': { $in: ['gold', 'silver'] }, 'signals.seats': { $gte: 10 } }, use: 'm2' }, { use: 'm0' }],
    },
  ],
  split: [{ split: { salt: 's', weights: { m0: 3, m1: 1 } } }],
  'classify-rules': [
    {
      classify: {
        by: 'rules',
        categories: { code: { 'prompt.code_fences': { $gt: 0 } }, ask: { 'prompt.question_marks': { $gte: 1 } } },
      },
    },
    { rules: [{ when: { 'task.category': 'code' }, use: 'm2' }, { when: { 'task.category': 'ask' }, use: 'm1' }, { use: 'm0' }] },
  ],
  'classify-learned': [
    { classify: { by: 'learned', dimension: 256 } },
    {
      rules: [
        { when: { 'task.category': 'sums' }, use: 'm0' },
        { when: { 'task.category': 'letters' }, use: 'm1' },
        { use: 'm2' },
      ],
    },
  ],
  ...Object.fromEntries(
    predictorFits.map(({ by }) => [
      by,
      [
        by === 'mix'
          ? {
              predict: {
                by,
                of: [
                  { by: 'knn', dimension: 256 },
                  { by: 'ridge', features: ['words', 'shape'], dimension: 256 },
                ],
              },
            }
          : by === 'cohorts'
            ? { predict: { by, calibrate: 'none', good_enough: { at_least: 0.5, otherwise: 'dearest' } } }
            : { predict: { by, dimension: 256 } },
      ],
    ]),
  ),
  cascade: [
    {
      cascade: {
        order: { models: ['m0', 'm1', 'm2'] },
        accept: { 'answer.finish_reason': 'stop', 'answer.length': { $gte: 3 } },
      },
    },
  ],
  'predict-cascade': [
    { predict: { by: 'ridge', dimension: 256 } },
    { cascade: { order: 'by_price', accept: { 'answer.refusal': false } } },
  ],
  stick: [{ stick: {} }, byLength],
  pace: [{ predict: { by: 'ridge', dimension: 256 } }, { pace: { budget_usd: 1, over: 50 } }],
  explore: [{ explore: { by: 'thompson' } }],
  linucb: [{ explore: { by: 'linucb' } }],
  'epsilon-greedy': [{ explore: { by: 'epsilon_greedy' } }],
};

const rowsOf = (kind: string) => (kind === 'cohorts' ? kindRows(240) : topicRows(240));
const CATEGORIES = ['sums', 'letters', 'novels'];

/** What each of three models costs a call: the later the dearer. */
function dearerByModel(size: number): Float64Array {
  return Float64Array.from({ length: size * MODELS.length }, (_, i) => 1e9 * (1 + (i % MODELS.length)));
}

/** Names of the routers. */
export const ROUTER_KINDS = Object.keys(PIPELINES);

/** One fitted router of a kind, over three models. */
export function routerOf(kind: string): RouterConfig {
  const rows = rowsOf(kind);
  const category = codedColumn(rows.map(([query]) => CATEGORIES[['sum', 'tra', 'who'].indexOf(String(query).slice(0, 3))]));
  const pipeline = PIPELINES[kind] ?? [];
  const input = kind === 'stick' ? { ...DEFAULT_INPUT, stickySignal: 'session' } : DEFAULT_INPUT;
  return fitCandidate(
    { id: kind, strategy: kind, kind: kindOf(pipeline), parameters: {}, input, pipeline, fallback: ['m2', 'm1'] },
    { models: [...MODELS] },
    aTraining(rows, { category, ...(kind === 'cohorts' ? { costPico: dearerByModel(rows.length) } : {}) }),
  ).config;
}
