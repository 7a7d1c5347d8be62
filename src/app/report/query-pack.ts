import type { MessagePart } from '../../domain/query.js';
import type { Results } from '../../domain/results.js';
import type { RunOutput } from '../../experiment/run.js';
import { encodeColumns } from '../../report/pack/encode-columns.js';
import { encodeTexts, type TextsMode } from '../../report/pack/encode-texts.js';
import { makeBlock, packOf, type QueryPack } from '../../report/pack/pack.js';
import { type AnswerText, PACK_FORMAT, type QueryTexts } from '../../report/pack/pack-header.js';
import { cut } from '../outcome/recorded-texts.js';
import { tracedRows } from '../outcome/traced-rows.js';

/** Which texts a report takes along, and who has the answers. */
export interface PackOptions {
  readonly texts: TextsMode;
  /** Answers to some queries by row of the dataset, of each model sample by sample; none where nothing is recorded. */
  readonly answersTo: (queries: readonly number[]) => Promise<ReadonlyMap<number, readonly (readonly (AnswerText | null)[])[]>>;
}

/** What a page may weigh, and what it weighs without columns and texts. */
const PAGE_BYTES = 5_000_000;
const PAGE_ITSELF = 1_300_000;
/** What texts may take however much the columns do. */
const LEAST_FOR_TEXTS = 500_000;

/** Everything the report page knows of single queries: columns, ids and texts. */
export async function queryPack(results: Results, output: RunOutput, options: PackOptions): Promise<QueryPack> {
  const { bench, part, compared } = output;
  const { dataset, table, grouping } = bench;
  const rows = bench.rowsIn(results.protocol.reportedOn === 'test' ? 'test' : 'all');
  const columns = encodeColumns(
    {
      inputsHash: results.inputs.hash,
      rows,
      measured: part.rows,
      weight: dataset.labels.weight,
      category: dataset.labels.category,
      group: grouping.group,
      groupKeys: grouping.keys,
      table,
      means: bench.means,
      compared,
      traced: tracedRows(output),
      // For a page that leaves the house: what callers said of a query is as much its text.
      signals: options.texts === 'none' ? new Map() : bench.batch.signals,
    },
    PACK_FORMAT,
  );
  const ids = Array.from(rows, (query) => dataset.queries.ids.get(query));
  const numbers = [
    await makeBlock('columns', new Uint8Array(columns.bytes)),
    await makeBlock('ids', new TextEncoder().encode(JSON.stringify(ids))),
  ];
  const taken = numbers.reduce((sum, { block }) => sum + (4 / 3) * block.bytes, 0);
  const { texts, made } = await encodeTexts({
    mode: options.texts,
    queries: rows.length,
    lengthOf: lengthsOf(output, rows),
    telling: tellingOf(output, rows),
    budget: Math.max(LEAST_FOR_TEXTS, PAGE_BYTES - PAGE_ITSELF - taken),
    read: (queries) => textsOf(output, rows, queries, options.answersTo),
  });
  return packOf(columns, texts, [...numbers, ...made]);
}

/** Characters of a query's prompt and of every model's answers. */
function lengthsOf({ bench: { dataset, table } }: RunOutput, rows: Uint32Array): (query: number) => number {
  const models = table.modelIds.length;
  return (query) => {
    const row = rows[query] as number;
    let length = dataset.labels.scoring.get(row).length;
    for (const { content } of dataset.queries.messages(row)) length += textOf(content).length;
    const [from, to] = [row * models, (row + 1) * models].map((cell) => table.cellOffsets[cell] as number) as [number, number];
    for (let at = from; at < to; at++) length += table.answerLength[at] || 0;
    return length;
  };
}

/** Queries on which not all routers came to the quality of the first row. */
function tellingOf({ compared }: RunOutput, rows: Uint32Array): (query: number) => boolean {
  const routed = compared.filter(({ kind }) => kind !== 'control').map(({ arm }) => arm.quality);
  return (query) => {
    const row = rows[query] as number;
    return routed.some((quality) => quality[row] !== routed[0]?.[row]);
  };
}

async function textsOf(
  { bench: { dataset, table } }: RunOutput,
  rows: Uint32Array,
  queries: readonly number[],
  answersTo: PackOptions['answersTo'],
): Promise<QueryTexts[]> {
  const answers = await answersTo(queries.map((query) => rows[query] as number));
  return queries.map((query) => {
    const row = rows[query] as number;
    const samples = answers.get(row) ?? [];
    return {
      prompt: dataset.queries.messages(row).map(({ role, content }) => ({ role, text: cut(textOf(content)) })),
      label: JSON.parse(dataset.labels.scoring.get(row)) as unknown,
      answers: table.modelIds.map((_, model) => samples[model]?.[0] ?? null),
      ...(samples.some((own) => own.length > 1) ? { further: samples.map((own) => own.slice(1)) } : {}),
    };
  });
}

function textOf(content: string | readonly MessagePart[]): string {
  if (typeof content === 'string') return content;
  return content.map((part) => part.text ?? `[${part.type}]`).join('\n');
}
