import type { LanguageModelV3 } from '@ai-sdk/provider';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Message } from '../../domain/query.js';
import type { Answer, Usage } from '../../domain/recording.js';
import type { Api, ClientSettings } from '../api/api.js';
import { type CallFault, requestIdOf } from '../call-fault.js';
import type { AnswerDelta } from './answer-delta.js';
import { attemptEnd } from './attempt-end.js';
import { callOptions } from './call-options.js';
import { type Collected, collect } from './collect.js';
import { faultOf, inStream } from './fault-of.js';
import { guardedFetch } from './guarded-fetch.js';

/** What one attempt came to. Latency is this attempt's alone. */
export type Reply =
  | {
      readonly kind: 'answered';
      /** Absent where an embedding was asked for. */
      readonly answer?: Answer;
      readonly embedding?: readonly number[];
      readonly usage?: Usage;
      readonly latencyMs: number;
      readonly firstTokenMs?: number;
      readonly servedModel?: string;
      readonly requestId?: string;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'failed'; readonly fault: CallFault; readonly latencyMs: number };

interface SendOptions {
  readonly timeoutMs: number;
  /** Aborted when the user wants everything to stop at once. */
  readonly stop: AbortSignal;
  /** Told every piece of the answer as it comes. */
  readonly onDelta?: (delta: AnswerDelta) => void;
}

/** Makes one attempt; never throws. */
export type Send = (messages: readonly Message[], options: SendOptions) => Promise<Reply>;

/** Bytes of a stream that carry one token, with much to spare, and of what comes around it. */
const BYTES_PER_TOKEN = 1024;
const BYTES_AROUND = 1 << 20;

/** Opens a client for one model. Nothing is sent, and no SDK loaded, before the first attempt. */
export function sender(api: Api, settings: Omit<ClientSettings, 'fetch'>, parameters: CallParameters): Send {
  const mostBytes = BYTES_AROUND + BYTES_PER_TOKEN * parameters.maxOutputTokens;
  let client: Promise<LanguageModelV3> | undefined;
  return async (messages, { timeoutMs, stop, onDelta }) => {
    client ??= api.open({ ...settings, fetch: guardedFetch(mostBytes) });
    const model = await client;
    const options = callOptions(messages, parameters, api.optionsName);
    const end = attemptEnd(timeoutMs, stop);
    const startMs = performance.now();
    const elapsedMs = (): number => Math.round((performance.now() - startMs) * 1000) / 1000;
    let begun = false;
    try {
      const made = model.doStream({ ...options, abortSignal: end.signal, includeRawChunks: true });
      made.then(
        () => {
          begun = true;
        },
        () => undefined,
      );
      return await Promise.race([answeredBy(made, elapsedMs, onDelta), end.ended]);
    } catch (error) {
      const ended = { timedOut: end.timedOut(), aborted: stop.aborted };
      const fault = faultOf(error, ended, Date.now());
      return { kind: 'failed', fault: begun ? inStream(fault) : fault, latencyMs: elapsedMs() };
    } finally {
      end.release();
    }
  };
}

async function answeredBy(
  made: ReturnType<LanguageModelV3['doStream']>,
  elapsedMs: () => number,
  onDelta: SendOptions['onDelta'],
): Promise<Reply> {
  const { stream, response } = await made;
  const collected = await collect(stream, elapsedMs, onDelta);
  return answered(collected, elapsedMs(), requestIdOf(response?.headers ?? {}));
}

function answered({ responseId, ...collected }: Collected, latencyMs: number, headerId: string | undefined): Reply {
  const requestId = headerId ?? responseId;
  return { kind: 'answered', ...collected, latencyMs, ...(requestId === undefined ? {} : { requestId }) };
}
