import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { Recording } from '../../domain/recording.js';
import { type Span, textsAt } from '../../file/lines.js';
import type { AnswerText } from '../../report/pack/pack-header.js';
import type { LoadedOutcomes } from './load-outcomes.js';

/** Longest text that a report carries, in UTF-16 units: a longer one is cut, and says so. */
const LONGEST = 65_536;

/** Samples of a cell whose answers a report carries. */
const MOST_SAMPLES = 5;

/** A table with where its recordings stand. */
export type RecordedRows = Pick<LoadedOutcomes, 'places' | 'files'> & { readonly table: OutcomeTable };

/** By query row and model in the order of the table, samples in their order; none where nothing is recorded. */
export type RecordedTexts = ReadonlyMap<number, readonly (readonly (AnswerText | null)[])[]>;

/** A recording that is wanted: whose answer it is, and where it stands. */
interface Wanted extends Span {
  readonly query: number;
  readonly model: number;
  /** Its number among the cell's samples. */
  readonly at: number;
}

/**
 * Answers to some queries, sample by sample of each model: what a report shows beside the numbers. Recordings were
 * scrubbed when written and checked when scored; what was changed since then is passed over.
 */
export async function recordedTexts(recorded: RecordedRows, queries: readonly number[]): Promise<RecordedTexts> {
  const { table, files } = recorded;
  const found = new Map(queries.map((query) => [query, table.modelIds.map((_, model) => nothingYet(table, query, model))]));
  const wanted = wantedRows(recorded, queries);
  for (const [file, { path }] of files.entries()) {
    const spans = (wanted.get(file) ?? []).sort((a, b) => a.offset - b.offset);
    if (spans.length === 0) continue;
    const ahead = spans.values();
    for await (const text of textsAt(path, spans)) {
      const { value } = ahead.next();
      const { query, model, at } = value as Wanted;
      const samples = found.get(query)?.[model];
      if (samples !== undefined) samples[at] = answerIn(text, table.modelIds[model]);
    }
  }
  return found;
}

/** By file, the first samples of every model's answers to the queries. */
function wantedRows({ table, places }: RecordedRows, queries: readonly number[]): ReadonlyMap<number, Wanted[]> {
  const wanted = new Map<number, Wanted[]>();
  for (const query of queries) {
    for (let model = 0; model < table.modelIds.length; model++) {
      const { from, to } = shownRows(table, query, model);
      for (let row = from; row < to; row++) {
        const file = places.file[row] as number;
        const own = wanted.get(file) ?? [];
        wanted.set(file, own);
        own.push({ query, model, at: row - from, offset: places.offset[row] as number, bytes: places.bytes[row] as number });
      }
    }
  }
  return wanted;
}

/** The rows of a cell whose answers are shown. */
function shownRows({ cellOffsets, modelIds }: OutcomeTable, query: number, model: number): { from: number; to: number } {
  const cell = query * modelIds.length + model;
  const from = cellOffsets[cell] as number;
  return { from, to: Math.min(from + MOST_SAMPLES, cellOffsets[cell + 1] as number) };
}

function nothingYet(table: OutcomeTable, query: number, model: number): (AnswerText | null)[] {
  const { from, to } = shownRows(table, query, model);
  return Array.from({ length: to - from }, () => null);
}

function answerIn(text: string, modelId: string | undefined): AnswerText | null {
  try {
    const recording = JSON.parse(text) as Recording;
    return recording.modelId === modelId ? answerText(recording) : null;
  } catch {
    return null;
  }
}

function answerText({ answer, error }: Recording): AnswerText | null {
  if (error !== undefined) return { error: cut([error.kind, error.message].filter(Boolean).join(': ')) };
  if (answer === undefined) return null;
  const tools = (answer.toolCalls ?? []).map((call) => `${call.name}(${call.arguments})`);
  const text = [answer.text, ...tools].filter((piece) => piece !== '').join('\n');
  return text.length <= LONGEST ? { text } : { text: cut(text), length: text.length };
}

/** The first of a text that is too long. */
export function cut(text: string): string {
  return text.slice(0, LONGEST);
}
