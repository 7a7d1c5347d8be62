import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable, PICO_PER_USD, quantiseQuality } from '../../src/domain/outcome-table.js';

/** One sample of a cell as a test writes it; `'error'` is a failed call that cost nothing. */
export type Sample = {
  readonly quality?: number;
  readonly costUsd?: number;
  readonly latencyMs?: number;
  readonly error?: true;
  readonly confidence?: number;
  readonly costEstimated?: true;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  readonly answerLength?: number;
  readonly judgeScore?: number;
};

/** An outcome table from cells[query][model] = samples ([] is missing). */
export function tableOf(modelIds: readonly string[], cells: readonly (readonly (readonly Sample[])[])[]): OutcomeTable {
  const offsets = [0];
  const rows: Sample[] = [];
  for (const query of cells) {
    for (const samples of query) {
      rows.push(...samples);
      offsets.push(rows.length);
    }
  }
  const column = (of: (sample: Sample) => number | undefined): Float64Array =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  const unknown = column(() => undefined);
  return {
    queryCount: cells.length,
    modelIds,
    cellOffsets: Uint32Array.from(offsets),
    status: Uint8Array.from(rows, ({ error, quality }) =>
      error ? OUTCOME_STATUS.error : quality === undefined ? OUTCOME_STATUS.unscored : OUTCOME_STATUS.ok,
    ),
    quality: column(({ quality }) => (quality === undefined ? undefined : quantiseQuality(quality))),
    costPico: column(({ costUsd, error }) =>
      costUsd === undefined ? (error ? 0 : undefined) : Math.round(costUsd * PICO_PER_USD),
    ),
    costSource: Uint8Array.from(rows, ({ costUsd, costEstimated }) =>
      costUsd === undefined ? COST_SOURCE.missing : costEstimated ? COST_SOURCE.estimated : COST_SOURCE.given,
    ),
    unbilled: Uint8Array.from(rows, ({ error, costUsd }) => (error && costUsd === undefined ? 1 : 0)),
    latencyMs: column(({ latencyMs }) => latencyMs),
    firstTokenMs: unknown,
    inputTokens: column(({ inputTokens }) => inputTokens),
    outputTokens: column(({ outputTokens }) => outputTokens),
    cachedInputTokens: unknown,
    reasoningTokens: column(({ reasoningTokens }) => reasoningTokens),
    finishReason: new Int16Array(rows.length).fill(-1),
    finishReasons: [],
    answerLength: column(({ answerLength }) => answerLength),
    refusal: new Int8Array(rows.length).fill(-1),
    jsonValid: new Int8Array(rows.length).fill(-1),
    confidence: column(({ confidence }) => confidence),
    judgeScore: column(({ judgeScore }) => judgeScore),
    recordedAtMs: unknown,
  };
}

/** Cells with one sample each: `[quality, costUsd, latencyMs]`, or null where missing. */
export function plainTable(
  modelIds: readonly string[],
  cells: readonly (readonly (readonly [number, number, number?] | null)[])[],
): OutcomeTable {
  return tableOf(
    modelIds,
    cells.map((query) =>
      query.map((cell) =>
        cell === null ? [] : [{ quality: cell[0], costUsd: cell[1], ...(cell[2] === undefined ? {} : { latencyMs: cell[2] }) }],
      ),
    ),
  );
}
