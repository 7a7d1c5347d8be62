import type { OutcomeTable, Reals } from './outcome-table.js';

/** The outcomes of some queries alone: every cell of the others is missing, and nothing of them is kept. */
export function keepQueries(table: OutcomeTable, keep: (query: number) => boolean): OutcomeTable {
  const models = table.modelIds.length;
  const cellOffsets = new Uint32Array(table.cellOffsets.length);
  const kept: number[] = [];
  for (let cell = 0; cell + 1 < cellOffsets.length; cell++) {
    if (keep(Math.floor(cell / models))) {
      for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) kept.push(row);
    }
    cellOffsets[cell + 1] = kept.length;
  }
  const rows = Uint32Array.from(kept);
  const reals = <T extends Reals>(column: T): T => {
    const kept = new (column.constructor as new (size: number) => T)(rows.length);
    for (const [at, row] of rows.entries()) kept[at] = column[row] as number;
    return kept;
  };
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row] as number);
  const flags = (column: Int8Array): Int8Array => Int8Array.from(rows, (row) => column[row] as number);
  return {
    ...table,
    cellOffsets,
    status: bytes(table.status),
    quality: reals(table.quality),
    costPico: reals(table.costPico),
    costSource: bytes(table.costSource),
    unbilled: bytes(table.unbilled),
    latencyMs: reals(table.latencyMs),
    firstTokenMs: reals(table.firstTokenMs),
    inputTokens: reals(table.inputTokens),
    outputTokens: reals(table.outputTokens),
    cachedInputTokens: reals(table.cachedInputTokens),
    reasoningTokens: reals(table.reasoningTokens),
    finishReason: Int16Array.from(rows, (row) => table.finishReason[row] as number),
    answerLength: reals(table.answerLength),
    refusal: flags(table.refusal),
    jsonValid: flags(table.jsonValid),
    confidence: reals(table.confidence),
    judgeScore: reals(table.judgeScore),
    recordedAtMs: reals(table.recordedAtMs),
  };
}
