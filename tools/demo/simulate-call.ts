import type { CallError, Recording, Timing, Usage } from '../../src/domain/recording.js';
import { readsRight } from './check.js';
import { drawIntents } from './luck.js';
import type { DemoQuery } from './query.js';
import { type Random, randomStream } from './random.js';
import type { DemoModel } from './skill.js';
import { breakOff, refuse, speak } from './voice.js';

/** Speed and frailty of a model; chances are per call where nothing else is said. */
interface Machine {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
  /** Hidden reasoning: tokens at least, and tokens more per code point of the prompt. */
  readonly reasoning: readonly [least: number, perCodePoint: number];
  readonly caches: boolean;
  readonly error: number;
  readonly refusal: number;
  /** Of the wrong answers that are not bare: how many broke off at the length limit. */
  readonly cutOff: number;
  /** Whether the model says how sure it is. */
  readonly confident: boolean;
}

const MACHINES: Readonly<Record<DemoModel, Machine>> = {
  'demo/small': {
    firstTokenMs: 190,
    tokensPerSecond: 150,
    reasoning: [0, 0],
    caches: false,
    error: 0.006,
    refusal: 0.006,
    cutOff: 0.016,
    confident: true,
  },
  'demo/medium': {
    firstTokenMs: 330,
    tokensPerSecond: 95,
    reasoning: [0, 0],
    caches: true,
    error: 0.007,
    refusal: 0.006,
    cutOff: 0.02,
    confident: true,
  },
  'demo/onprem': {
    firstTokenMs: 460,
    tokensPerSecond: 42,
    reasoning: [0, 0],
    caches: false,
    error: 0.01,
    refusal: 0.004,
    cutOff: 0.02,
    confident: true,
  },
  'demo/frontier': {
    firstTokenMs: 720,
    tokensPerSecond: 68,
    reasoning: [40, 0.03],
    caches: true,
    error: 0.008,
    refusal: 0.008,
    cutOff: 0.016,
    confident: false,
  },
};

/** Mean stated confidence of wrong and of right answers, and its spread: some evidence, far from proof. */
export const CONFIDENCE = { wrong: 0.7, right: 0.8, spread: 0.11 } as const;

const RECORDED_AT = '2026-11-03T09:00:00Z';
/** Tokens that a chat template adds around a prompt. */
const TEMPLATE_TOKENS = 8;
const REQUEST = { temperature: 0, maxOutputTokens: 1024 } as const;

/** The recording of one model's answer to one query. `repeated` says that the query's document was sent before in the same batch. */
export function simulateCall(seed: number, query: DemoQuery, model: DemoModel, repeated: boolean): Recording {
  const random = randomStream(seed, 'call', model, query.batch, query.draft.prompt);
  const head = { key: null, queryId: query.id, modelId: model, sample: 0, request: REQUEST } as const;
  const machine = MACHINES[model];
  const inputTokens = tokens(query.draft.prompt) + TEMPLATE_TOKENS;
  const input: Usage =
    machine.caches && repeated ? { inputTokens, cachedInputTokens: Math.floor(inputTokens * 0.6) } : { inputTokens };
  if (random.chance(machine.error)) return { ...head, ...failure(random, input), recordedAt: RECORDED_AT };
  const answer = simulateAnswer(random, query, model, machine, drawIntents(seed, query)[model].right);
  const told = machine.confident ? { ...answer, confidence: stateConfidence(seed, query, model, answer.text) } : answer;
  const hidden = reasoningTokens(random, machine, query.draft.prompt);
  const outputTokens = tokens(answer.text) + hidden;
  const usage: Usage = hidden > 0 ? { ...input, outputTokens, reasoningTokens: hidden } : { ...input, outputTokens };
  return {
    ...head,
    answer: told,
    usage,
    timing: clock(random, machine, inputTokens, outputTokens, hidden),
    recordedAt: RECORDED_AT,
  };
}

function simulateAnswer(
  random: Random,
  query: DemoQuery,
  model: DemoModel,
  machine: Machine,
  right: boolean,
): NonNullable<Recording['answer']> {
  const { draft } = query;
  if (random.chance(machine.refusal)) {
    return { text: refuse(random), finishReason: random.chance(0.5) ? 'content_filter' : 'stop', refusal: true };
  }
  const cut = !right && draft.scorer !== 'exact' && random.chance(machine.cutOff);
  const text = cut ? breakOff(random, draft) : speak(random, model, draft, right ? draft.right : random.pick(draft.wrong));
  if (readsRight(draft.reference, draft.choices, text) !== right) {
    throw new Error(
      `an answer meant to be ${right ? 'right' : 'wrong'} reads otherwise (${query.category}, ${query.difficulty}): ${text}`,
    );
  }
  return { text, finishReason: cut ? 'length' : 'stop', refusal: false };
}

function stateConfidence(seed: number, query: DemoQuery, model: DemoModel, text: string): number {
  const random = randomStream(seed, 'confidence', model, query.batch, query.draft.prompt);
  const centre = readsRight(query.draft.reference, query.draft.choices, text) ? CONFIDENCE.right : CONFIDENCE.wrong;
  return Math.round(100 * Math.min(0.99, Math.max(0.05, centre + CONFIDENCE.spread * random.bell()))) / 100;
}

function failure(random: Random, input: Usage): { readonly error: CallError; readonly usage?: Usage; readonly timing: Timing } {
  const kind = random.pick(['rate_limit', 'timeout', 'server_error', 'server_error']);
  if (kind === 'rate_limit') return { error: { kind, message: 'too many requests' }, timing: { latencyMs: random.int(40, 160) } };
  if (kind === 'timeout')
    return { error: { kind, message: 'no answer within 20 s' }, usage: input, timing: { latencyMs: 20_000 } };
  const billed = random.chance(0.4);
  const timing = { latencyMs: random.int(200, 2600) };
  return billed
    ? { error: { kind, message: 'stream ended early' }, usage: { ...input, outputTokens: random.int(1, 40) }, timing }
    : { error: { kind, message: 'internal error' }, timing };
}

function reasoningTokens(random: Random, machine: Machine, prompt: string): number {
  const [least, perCodePoint] = machine.reasoning;
  return least === 0 ? 0 : Math.round((least + perCodePoint * prompt.length) * (0.6 + 0.8 * random.next()));
}

/** First token after reading the input and reasoning; then the visible tokens at the model's speed. Noise is skewed to the right. */
function clock(random: Random, machine: Machine, inputTokens: number, outputTokens: number, hidden: number): Timing {
  const noise = Math.exp(0.28 * random.bell());
  const firstTokenMs = Math.round(
    (machine.firstTokenMs + inputTokens * 0.12 + (hidden / machine.tokensPerSecond) * 1000) * noise,
  );
  return {
    latencyMs: firstTokenMs + Math.round(((outputTokens - hidden) / machine.tokensPerSecond) * 1000 * noise),
    firstTokenMs,
  };
}

/** Tokens as a quarter of the code points, rounded up. */
function tokens(text: string): number {
  return Math.ceil([...text].length / 4);
}
