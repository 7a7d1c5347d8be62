import type { Model, ModelList } from '../../domain/model.js';
import { OUTCOME_STATUS } from '../../domain/outcome-table.js';
import type { Recording } from '../../domain/recording.js';
import { F, type FinishReasons, setRow, WIDTH } from '../../recording/outcome-row.js';
import type { ReadRecording } from '../../recording/read-recordings.js';
import { recordedCost } from '../../recording/recorded-cost.js';
import { linePrint } from '../../recording/sample-register.js';
import { type OutcomesInput, scoredBy } from '../outcome/load-outcomes.js';
import type { StandingLine } from '../outcome/standing-lines.js';

/** Behind what a recording comes to: the line that it stands on, and the print of that. */
const LINE = WIDTH;
const PRINT = WIDTH + 1;
const ROW_WIDTH = WIDTH + 2;

/** What a recording is turned into, and how. */
export interface Scored {
  readonly models: ModelList;
  readonly score: OutcomesInput['score'];
  /** Numbers of finish reasons, the same in all shards. */
  readonly reasons: FinishReasons;
}

/** A recording of which little is known, which is what most fields of most are. */
export const USUAL_ROW = usualRow();

function usualRow(): Float64Array {
  const row = new Float64Array(ROW_WIDTH);
  const nothing: Recording = { key: null, queryId: '', modelId: '', sample: 0, answer: { text: '' } };
  setRow(row, 0, nothing, 0, { costPico: Number.NaN, source: 0, unbilled: false }, new Map());
  return row;
}

/** Notes where a recording stands, and of which model it is. */
export function noteStanding(row: Float64Array, { recording, line, text }: ReadRecording, model: number, file: number): void {
  row[F.model] = model;
  row[F.sample] = recording.sample;
  row[F.revision] = recording.revision ?? 0;
  row[F.file] = file;
  row[LINE] = line;
  row[PRINT] = linePrint(text);
}

/** Fills in what a recording comes to. @param label what scorers may see of its query, as JSON */
export function fillRow(row: Float64Array, recording: Recording, label: string, { models, score, reasons }: Scored): void {
  const { price } = models.models[row[F.model] as number] as Model;
  setRow(row, 0, recording, scoredBy(score, recording, label), recordedCost(recording, price), reasons);
}

/** The same row as one of a query. */
export function ofQuery(row: Float64Array, query: number): Float64Array {
  row[F.query] = query;
  return row;
}

export function modelOf(row: Float64Array): number {
  return row[F.model] as number;
}

export function standingOf(row: Float64Array): StandingLine {
  const of = (field: number): number => row[field] as number;
  return {
    query: of(F.query),
    model: of(F.model),
    sample: of(F.sample),
    revision: of(F.revision),
    failed: of(F.status) === OUTCOME_STATUS.error,
    file: of(F.file),
    line: of(LINE),
    print: of(PRINT),
  };
}
