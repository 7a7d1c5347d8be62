import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the second sample of q1 says: it would colour a terminal, turn its text around, and run in a page. */
export const STEERING = '\u001b[31mred\u0007 \u202eturned <img src=x onerror=alert(1)>';
/** Characters of the answer of `lab/large` to q2, in one line. */
export const LONG = 1_000_000;

/**
 * A workspace with three samples a cell and every query reported. The first sample of `lab/small` is an error on q0, where a
 * retry reads the second one; qualities are 0, 1 and 0 of `lab/small`, 1 throughout of `lab/large`.
 */
export function aSampledWorkspace(dir: string): void {
  for (const folder of ['recordings/all', 'strategies']) mkdirSync(join(dir, folder), { recursive: true });
  const queries = Array.from({ length: 24 }, (_, query) => query);
  const lines = (of: readonly object[]): string => of.map((one) => `${JSON.stringify(one)}\n`).join('');
  writeFileSync(
    join(dir, 'dataset.jsonl'),
    lines(queries.map((query) => ({ id: `q${query}`, prompt: `Prompt ${query}`, category: 'all', reference: `right ${query}` }))),
  );
  for (const [model, id] of ['lab/small', 'lab/large'].entries()) {
    const samples = queries.flatMap((query) => [0, 1, 2].map((sample) => recordingOf(query, model, id, sample)));
    writeFileSync(join(dir, `recordings/all/m${model}.jsonl`), lines(samples));
  }
  writeFileSync(join(dir, 'models.yaml'), 'models:\n  - id: lab/small\n  - id: lab/large\n');
  writeFileSync(
    join(dir, 'strategies/patient.yaml'),
    'name: patient\nkind: static\npipeline:\n  - rules: [{ use: lab/small }]\nfallback: [lab/large]\nexecution: { retries: { most: 1, wait: 100ms } }\n',
  );
  writeFileSync(
    join(dir, 'routelab.yaml'),
    'name: sampled\ndataset: dataset.jsonl\nrecordings: recordings/all\nmodels: models.yaml\nscorer: { type: given }\nsplit: none\nstrategies: [strategies/*.yaml]\nreference: lab/large\n',
  );
}

function recordingOf(query: number, model: number, modelId: string, sample: number): object {
  const call = { key: null, queryId: `q${query}`, modelId, sample, timing: { latencyMs: 100 * (sample + 1) } };
  if (query === 0 && model === 0 && sample === 0) return { ...call, error: { kind: 'server', message: 'try again' }, costUsd: 0 };
  const text =
    query === 1 && sample === 1 && model === 0
      ? STEERING
      : query === 2 && model === 1
        ? 'x'.repeat(LONG)
        : `${modelId} says ${query}, sample ${sample}`;
  const quality = model === 1 || sample === 1 ? 1 : 0;
  return {
    ...call,
    answer: { text },
    costUsd: (model + 1) * 0.001 * (sample + 1),
    usage: { inputTokens: 10, outputTokens: sample + 1 },
    quality,
  };
}
