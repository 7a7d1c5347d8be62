import type { Results } from '../domain/results.js';
import type { PackedAttempt, QueryTexts } from './pack/pack-header.js';
import type { QueryColumns } from './pack/query-columns.js';
import { answersOf } from './query-text.js';

/** What a document is made of. */
interface Shown {
  readonly results: Results;
  readonly id: string;
  readonly columns: QueryColumns;
  readonly query: number;
  readonly texts: QueryTexts | null;
}

const PER_PICO = 1e12;

/** One query of a report as a JSON document. Texts are as they were recorded; what could steer a terminal is escaped. */
export function shownQueryJson(shown: Shown): string {
  const { results, id, columns, query, texts } = shown;
  const { header } = columns;
  const document = {
    query: id,
    inputs: results.inputs.hash,
    category: header.categories[columns.category[query] as number] ?? null,
    measured: columns.measured[query] === 1,
    weight: columns.weight[query],
    prompt: texts?.prompt ?? null,
    label: texts?.label ?? null,
    withoutTexts: texts === null ? (header.texts.reason ?? 'not in this report') : null,
    answers: header.models.map((modelId, model) => ({ modelId, samples: samplesOf(shown, model) })),
    rows: results.rows.map((row, index) => rowOf(shown, row.id, row.label, index)),
  };
  return JSON.stringify(document, null, 1).replace(STEERING, escaped);
}

function samplesOf({ results, columns, query, texts }: Shown, model: number): object[] {
  const answers = answersOf(texts, model);
  const count = Math.max(answers.length, columns.sample(model, 0).of);
  return Array.from({ length: count }, (_, sample) => {
    const read = columns.sample(model, sample);
    return {
      answer: answers[sample] ?? null,
      quality: known(read.quality[query]),
      [costName(results)]: cost(read.costPico[query]),
      latencyMs: known(read.latencyMs[query]),
      inputTokens: known(read.inputTokens[query]),
      outputTokens: known(read.outputTokens[query]),
    };
  });
}

function rowOf({ results, columns, query }: Shown, id: string, label: string, index: number): object {
  const own = columns.row(index);
  const calls = (path: readonly PackedAttempt[] | null): object[] | null =>
    path?.map(({ model, ...call }) => ({ modelId: columns.header.models[model], ...call })) ?? null;
  const passes = columns.header.samples?.rows.includes(index) === true ? columns.header.samples.count : 1;
  return {
    id,
    label,
    quality: known(own.quality[query]),
    [costName(results)]: cost(own.costPico[query]),
    latencyMs: known(own.latencyMs[query]),
    served: columns.header.models[own.served[query] as number] ?? null,
    reason: own.reason(query),
    seen: Object.fromEntries(own.seen(query).map(([field, value]) => [field, value ?? null])),
    expected: own
      .expected(query)
      .map(({ model, quality, behind }) => ({ model, quality: known(quality), behind: known(behind) })),
    calls: calls(own.path(query)),
    ...(passes > 1
      ? { bySample: Array.from({ length: passes }, (_, pass) => ({ calls: calls(own.pass(pass).path(query)) })) }
      : {}),
  };
}

function costName({ protocol }: Results): string {
  return protocol.costUnit === 'usd' ? 'costUsd' : 'costCalls';
}

function cost(pico: number | undefined): number | null {
  const value = known(pico);
  return value === null ? null : value / PER_PICO;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Controls of terminals and of text direction that JSON itself leaves as they are. */
const STEERING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
