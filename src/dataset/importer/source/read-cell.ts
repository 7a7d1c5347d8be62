import type { Json } from '../../../domain/json.js';
import type { Recording } from '../../../domain/recording.js';
import type { Problem } from '../../../domain/user-error.js';
import { present } from './present.js';
import { cellNumber, isAbsent } from './record-table.js';
import type { TableRow } from './table-row.js';
import type { ModelColumns, ModelField } from './wide-columns.js';

/** Where one model's answer to one query stands in a table. */
export interface CellPlace {
  readonly file: string;
  readonly row: TableRow;
  readonly columns: ModelColumns;
  readonly queryId: string;
  readonly modelId: string;
  /** Score that counts as fully right. */
  readonly scale: number;
}

export interface ReadCell {
  /** Undefined where the table says nothing of this model: neither score nor answer. */
  readonly recording?: Recording;
  readonly problems: readonly Problem[];
}

/** Reads a model's cells of a row as a recording; what is no number where one belongs is a problem. */
export function readCell(from: CellPlace, answer: string | undefined): ReadCell {
  const { columns, row, scale, queryId, modelId } = from;
  const problems: Problem[] = [];
  const number = (field: ModelField, most: number): number | undefined => {
    const column = columns[field];
    const value = column === undefined ? undefined : row.cells.get(column);
    if (column === undefined || isAbsent(value)) return undefined;
    const found = cellNumber(value);
    const whole = !field.startsWith('tokens') || Number.isInteger(found);
    if (found !== undefined && found >= 0 && found <= most && whole) return found;
    problems.push(badCell(from.file, row.line, column, value, field));
    return undefined;
  };
  const score = number('quality', scale);
  const costUsd = number('cost', Number.MAX_VALUE);
  const latencyMs = number('latency', Number.MAX_VALUE);
  const usage = present({ inputTokens: number('tokens-in', 2 ** 40), outputTokens: number('tokens-out', 2 ** 40) });
  if (score === undefined && (answer === undefined || answer === '')) return { problems };
  const facts = {
    answer: answer === undefined ? undefined : { text: answer },
    usage: Object.keys(usage).length === 0 ? undefined : usage,
    timing: latencyMs === undefined ? undefined : { latencyMs },
    costUsd,
    quality: score === undefined ? undefined : score / scale,
  };
  return { recording: { key: null, queryId, modelId, sample: 0, ...present(facts) }, problems };
}

const ACCEPTED: Partial<Readonly<Record<ModelField, string>>> = {
  quality: 'True, False or a number',
  'tokens-in': 'a whole number',
  'tokens-out': 'a whole number',
};

/** What is wrong with a cell that should hold a number; `line` where the file has lines. */
export function badCell(file: string, line: number, column: string, value: Json | undefined, field: ModelField): Problem {
  const problem = { file, line, field: column, value: String(value) };
  const number = cellNumber(value);
  if (field !== 'quality' || number === undefined) {
    return { ...problem, message: `not a ${field}`, accepted: ACCEPTED[field] ?? 'a number ≥ 0' };
  }
  const hint = number < 0 ? 'qualities start at 0' : 'if scores go up to another number: --scale <highest score>';
  return { ...problem, message: 'a score outside 0..1 (or 0..scale)', accepted: '0 to 1, or 0 to --scale', hint };
}
