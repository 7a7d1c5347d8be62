import type { Price } from '../domain/model.js';
import { PICO_PER_USD } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { recordedCost } from './recorded-cost.js';
import { standingRank } from './standing.js';

/** What the recordings of one model come to. Lines that no longer count are in `lines`, `bytes` and `superseded` alone. */
export interface RecordingCounts {
  readonly lines: number;
  /** Of its lines, unpacked. */
  readonly bytes: number;
  /** Pairs of query and sample that have a recording. */
  readonly cells: number;
  readonly queries: number;
  /** Most samples of a query. */
  readonly samples: number;
  /** Lines that an equal one, or another of their cell, stands for. */
  readonly superseded: number;
  /** Cells whose call failed, by kind, the most frequent first. */
  readonly errors: Readonly<Record<string, number>>;
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    readonly cachedInput: number;
    readonly reasoning: number;
    /** Cells whose tokens are a guess. */
    readonly estimated: number;
  };
  /** Of the cells whose cost is known. */
  readonly costUsd: number;
  /** Cells whose cost nobody knows. */
  readonly unpriced: number;
  readonly oldestRecordedAt: string | null;
  readonly newestRecordedAt: string | null;
}

export interface RecordingCounter {
  add(recording: Recording, lineText: string): void;
  /** Cells by query. */
  cellsOf(queryId: string): ReadonlySet<number>;
  done(): RecordingCounts;
}

/** What is kept of a cell until all lines are read: a later line may stand for it. */
type Cell = Pick<Recording, 'revision' | 'error' | 'usage' | 'recordedAt'> & { readonly costPico: number };

/** Counts the recordings of one model; of several lines of a cell the one that stands counts. */
export function recordingCounter(price: Price | undefined): RecordingCounter {
  const cells = new Map<string, Map<number, Cell>>();
  let lines = 0;
  let bytes = 0;
  return {
    add(recording, lineText) {
      lines++;
      bytes += Buffer.byteLength(lineText) + 1;
      const { queryId, sample, revision = 0, error, usage, recordedAt } = recording;
      const samples = cells.get(queryId) ?? new Map<number, Cell>();
      cells.set(queryId, samples);
      const held = samples.get(sample);
      if (held !== undefined && standingRank(held) >= standingRank(recording)) return;
      const { costPico } = recordedCost(recording, price);
      samples.set(sample, {
        revision,
        costPico,
        ...(error === undefined ? {} : { error }),
        ...(usage === undefined ? {} : { usage }),
        ...(recordedAt === undefined ? {} : { recordedAt }),
      });
    },
    cellsOf: (queryId) => new Set(cells.get(queryId)?.keys()),
    done() {
      const all = [...cells.values()].flatMap((samples) => [...samples.values()]);
      return {
        lines,
        bytes,
        cells: all.length,
        queries: cells.size,
        samples: [...cells.values()].reduce((most, { size }) => Math.max(most, size), 0),
        superseded: lines - all.length,
        errors: errorsOf(all),
        tokens: tokensOf(all),
        ...costOf(all),
        ...datesOf(all),
      };
    },
  };
}

function errorsOf(cells: readonly Cell[]): Record<string, number> {
  const kinds = new Map<string, number>();
  for (const { error } of cells) if (error !== undefined) kinds.set(error.kind, (kinds.get(error.kind) ?? 0) + 1);
  return Object.fromEntries([...kinds].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function tokensOf(cells: readonly Cell[]): RecordingCounts['tokens'] {
  const tokens = { input: 0, output: 0, cachedInput: 0, reasoning: 0, estimated: 0 };
  for (const { usage } of cells) {
    tokens.input += usage?.inputTokens ?? 0;
    tokens.output += usage?.outputTokens ?? 0;
    tokens.cachedInput += usage?.cachedInputTokens ?? 0;
    tokens.reasoning += usage?.reasoningTokens ?? 0;
    if (usage?.estimated === true) tokens.estimated++;
  }
  return tokens;
}

function costOf(cells: readonly Cell[]): Pick<RecordingCounts, 'costUsd' | 'unpriced'> {
  let pico = 0;
  let unpriced = 0;
  for (const { costPico } of cells) {
    if (Number.isNaN(costPico)) unpriced++;
    else pico += costPico;
  }
  return { costUsd: pico / PICO_PER_USD, unpriced };
}

function datesOf(cells: readonly Cell[]): Pick<RecordingCounts, 'oldestRecordedAt' | 'newestRecordedAt'> {
  let oldest: string | null = null;
  let newest: string | null = null;
  for (const { recordedAt } of cells) {
    if (recordedAt === undefined) continue;
    if (oldest === null || Date.parse(recordedAt) < Date.parse(oldest)) oldest = recordedAt;
    if (newest === null || Date.parse(recordedAt) > Date.parse(newest)) newest = recordedAt;
  }
  return { oldestRecordedAt: oldest, newestRecordedAt: newest };
}
