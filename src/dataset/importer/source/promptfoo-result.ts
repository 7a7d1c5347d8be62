import type { Json } from '../../../domain/json.js';
import type { Model } from '../../../domain/model.js';
import type { Query } from '../../../domain/query.js';
import type { Answer, CallError, Usage } from '../../../domain/recording.js';
import { present } from './present.js';
import { messagesOf } from './prompt-value.js';
import type { RecordFields } from './record-fields.js';
import { tokenUsage } from './token-usage.js';

/** One result of promptfoo: one provider's answer to one prompt of one test, once. */
export interface PromptfooResult {
  readonly testIndex: number | undefined;
  /** Undefined where the export left it out. */
  readonly prompt: Query['prompt'] | undefined;
  readonly modelId: string;
  /** What makes it the same question: prompt, variables and assertions. */
  readonly identity: string;
  readonly answer: Answer | undefined;
  readonly error: CallError | undefined;
  readonly usage: Usage | undefined;
  readonly latencyMs: number | undefined;
  readonly costUsd: number | undefined;
  /** As promptfoo has it; undefined where no assertion judged the answer. */
  readonly score: number | undefined;
  readonly passed: boolean;
  /** The answer came from promptfoo's own cache: nothing was called. */
  readonly fromCache: boolean;
  /** Types of its assertions. */
  readonly assertions: readonly string[];
  /** A variable of the test, or else a field of its metadata. */
  fact(name: string): Json | undefined;
}

/** promptfoo's failureReason of a call that went wrong, as opposed to an answer that was judged wrong. */
const ERROR = 2;

/** Variables that change from run to run without changing the question. */
const RUN_VARIABLES = new Set(['sessionId']);

/** Reads one result; undefined where it has neither provider nor prompt. Problems are told by the fields. */
export function promptfooResult(fields: RecordFields): PromptfooResult | undefined {
  const modelId = nameOf(fields, 'provider', 'label', 'id');
  const raw = nameOf(fields, 'prompt', 'raw');
  if (modelId === undefined || raw === undefined) return undefined;
  const test = fields.inner('testCase');
  const vars = Object.entries(objectOf(fields.raw('vars') ?? test.raw('vars'))).filter(([name]) => !RUN_VARIABLES.has(name));
  const metadata = objectOf(test.raw('metadata'));
  const asserted = Array.isArray(test.raw('assert')) ? (test.raw('assert') as readonly Json[]) : [];
  const response = fields.inner('response');
  const fromCache = response.raw('cached') === true;
  const error = errorOf(fields, response);
  const judged = asserted.length > 0 || componentsOf(fields.inner('gradingResult')) > 0;
  return {
    testIndex: fields.count('testIdx'),
    prompt: raw === '[prompt stripped]' ? undefined : promptFrom(raw),
    modelId,
    identity: JSON.stringify([raw, vars, asserted]),
    answer: error === undefined ? answerOf(response) : undefined,
    error,
    usage: usageOf(fields, response),
    // Nothing was called, or promptfoo wrote 0 for a time it doesn't know.
    latencyMs: fromCache ? undefined : fields.number(['latencyMs']) || undefined,
    costUsd: fromCache ? undefined : fields.number(['cost']),
    score: judged && error === undefined ? fields.number(['score']) : undefined,
    passed: fields.flag('success') === true,
    fromCache,
    assertions: asserted.map((one) => String(objectOf(one)['type'])),
    fact: (name) => (Object.fromEntries(vars)[name] ?? metadata[name]) as Json | undefined,
  };
}

/** What may stand between the vendor and the model in a provider's id. */
const KINDS = new Set(['chat', 'completion', 'messages', 'responses', 'realtime', 'converse']);

/** A model of promptfoo: `vendor:name` or `vendor:kind:name`; a label or a path says no more than itself. */
export function promptfooModel(id: string): Model {
  const [vendor = '', ...rest] = id.split(':');
  const name = (KINDS.has(rest[0] ?? '') ? rest.slice(1) : rest).join(':');
  const isVendor = /^[a-z][a-z0-9-]*$/i.test(vendor) && name !== '' && !/^[/\s]/.test(name);
  return { id, provider: isVendor ? vendor : 'unknown', name: isVendor ? name : id, tags: [] };
}

function nameOf(fields: RecordFields, field: string, ...names: readonly string[]): string | undefined {
  const value = fields.raw(field);
  if (typeof value === 'string') return value === '' ? undefined : value;
  return fields.inner(field).text(...names);
}

/** A prompt that is a JSON list of messages is sent as that conversation. */
function promptFrom(raw: string): Query['prompt'] | undefined {
  if (!raw.trimStart().startsWith('[')) return raw === '' ? undefined : raw;
  try {
    return messagesOf(JSON.parse(raw)) ?? raw;
  } catch {
    return raw;
  }
}

/** The error of a call; a failed assertion also stands under `error`, and is none. */
function errorOf(fields: RecordFields, response: RecordFields): CallError | undefined {
  const reason = fields.raw('failureReason');
  const message = [fields.raw('error'), response.raw('error')].find((text) => typeof text === 'string');
  const kind = reason === ERROR || (reason === undefined && response.raw('error') !== undefined) ? 'error' : undefined;
  if (kind === undefined && response.raw('output') !== undefined) return undefined;
  return { kind: kind ?? 'no_output', ...(typeof message === 'string' ? { message } : {}) };
}

function answerOf(response: RecordFields): Answer {
  const output = response.raw('output');
  const facts = { finishReason: response.text('finishReason'), refusal: response.raw('isRefusal') === true ? true : undefined };
  return { text: typeof output === 'string' ? output : JSON.stringify(output), ...present(facts) };
}

/** Tokens of the call; those of a cached answer are a sum that was not paid again, and zeros are not a count. */
function usageOf(fields: RecordFields, response: RecordFields): Usage | undefined {
  const counts = response.raw('tokenUsage') === undefined ? fields.inner('tokenUsage') : response.inner('tokenUsage');
  const [input, output] = [counts.count('prompt'), counts.count('completion')];
  if ((input ?? 0) + (output ?? 0) === 0) return undefined;
  const details = counts.inner('completionDetails');
  const some = (count: number | undefined) => (count === 0 ? undefined : count);
  return tokenUsage({
    input,
    output,
    cached: some(details.count('cacheReadInputTokens')),
    reasoning: some(details.count('reasoning')),
  });
}

function componentsOf(grading: RecordFields): number {
  const components = grading.raw('componentResults');
  return Array.isArray(components) ? components.length : 0;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
