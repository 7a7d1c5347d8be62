import { sourceFolder } from '../../support/source-files.js';

export const DATED_PRICES = `# USD per million tokens
snapshot_date: "2026-02-03"
models:
  "lab/big":
    input_per_mtok: 5.00
    output_per_mtok: 25.00
  "lab/cheap":
    input_per_mtok: 0.05
    output_per_mtok: 0.40
`;

export function omnisItem(
  policy: string,
  item_id: string,
  chosen_model: string,
  passed: boolean | null,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    policy,
    dataset: 'sums',
    item_id,
    grader: 'numeric_match',
    reference: '2',
    meta: {},
    response_text: `${chosen_model} on ${item_id}`,
    chosen_model,
    passed,
    cost_usd: chosen_model === 'lab/big' ? 0.003 : 0.0001,
    input_tokens: 100,
    output_tokens: 100,
    latency_ms: 1500.25,
    ...over,
  };
}

export function omnisResults(items: readonly unknown[], unpriced: readonly string[] = []): Record<string, unknown> {
  return {
    provenance: { snapshot_date: '2026-02-03', run_date: '2026-02-04', unpriced_models: unpriced },
    leaderboard: [{ policy: 'always_big', kind: 'transparent', n: 2 }],
    items,
  };
}

/** Two single-model policies, a mixed one that comes first and pays for two legs once, an item without a prompt. */
export const OMNIS_ITEMS = [
  omnisItem('cascade', 'a', 'lab/big', true, { cost_usd: 0.0031 }),
  omnisItem('cascade', 'b', 'lab/cheap', true),
  omnisItem('always_big', 'a', 'lab/big', true),
  omnisItem('always_big', 'b', 'lab/big', false),
  omnisItem('always_big', 'lost', 'lab/big', false),
  omnisItem('always_cheap', 'a', 'lab/cheap', false),
  omnisItem('always_cheap', 'b', 'lab/cheap', true),
];

export function sampleOmnisBench(): string {
  return sourceFolder({
    'results.json': omnisResults(OMNIS_ITEMS),
    'sums.jsonl': [
      { id: 'a', prompt: '1 + 1?', reference: '2', grader: 'numeric_match', meta: {} },
      { id: 'b', prompt: '2 + 2?', reference: ['4', 'four'], grader: 'numeric_match', meta: {} },
      { id: 'unused', prompt: 'x', reference: '', grader: 'numeric_match', meta: {} },
    ],
    '2026-02-03.yaml': DATED_PRICES,
  });
}
