import type { EmbeddingModelV3, EmbeddingModelV3Result } from '@ai-sdk/provider';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Usage } from '../../domain/recording.js';
import type { Api, ClientSettings } from '../api/api.js';
import { callFault, requestIdOf } from '../call-fault.js';
import { attemptEnd } from './attempt-end.js';
import { faultOf } from './fault-of.js';
import { guardedFetch } from './guarded-fetch.js';
import type { Reply, Send } from './send.js';

/** Room for some ten thousand numbers, written out. */
const MOST_BYTES = 1 << 22;
/** Digits of a float of 32 bits that mean anything. */
const DIGITS = 7;

/**
 * Opens a client for one embedding model; a call's text is its one message. One text a call, as production embeds a request. Nothing is
 * sent, and no SDK loaded, before the first attempt.
 */
export function embedder(api: Api, settings: Omit<ClientSettings, 'fetch'>, { options }: CallParameters): Send {
  let client: Promise<EmbeddingModelV3> | undefined;
  return async ([message], { timeoutMs, stop }) => {
    client ??= opened(api, { ...settings, fetch: guardedFetch(MOST_BYTES) });
    const model = await client;
    const end = attemptEnd(timeoutMs, stop);
    const startMs = performance.now();
    const elapsedMs = (): number => Math.round((performance.now() - startMs) * 1000) / 1000;
    const providerOptions =
      options === undefined ? {} : { providerOptions: { [api.optionsName]: options as Record<string, never> } };
    try {
      const made = model.doEmbed({ values: [String(message?.content)], abortSignal: end.signal, ...providerOptions });
      return embedded(await Promise.race([made, end.ended]), elapsedMs());
    } catch (error) {
      const ended = { timedOut: end.timedOut(), aborted: stop.aborted };
      return { kind: 'failed', fault: faultOf(error, ended, Date.now()), latencyMs: elapsedMs() };
    } finally {
      end.release();
    }
  };
}

async function opened({ name, embeddings }: Api, settings: ClientSettings): Promise<EmbeddingModelV3> {
  if (embeddings === null) throw new Error(`${name} has no embeddings`);
  return embeddings.open(settings);
}

function embedded({ embeddings, usage, response }: EmbeddingModelV3Result, latencyMs: number): Reply {
  const [numbers = []] = embeddings;
  if (numbers.length === 0 || !numbers.every(Number.isFinite))
    return { kind: 'failed', fault: callFault('malformed', 'no embedding, or one with what is no number'), latencyMs };
  const requestId = requestIdOf(response?.headers ?? {});
  const counted = usageOf(usage?.tokens);
  return {
    kind: 'answered',
    embedding: numbers.map((one) => Number(one.toPrecision(DIGITS))),
    ...(counted === undefined ? {} : { usage: counted }),
    latencyMs,
    ...(requestId === undefined ? {} : { requestId }),
    warnings: [],
  };
}

/** Tokens as the provider counted them; nothing where it gave no count that can be believed. */
function usageOf(tokens: number | undefined): Usage | undefined {
  return Number.isSafeInteger(tokens) && (tokens as number) > 0 ? { inputTokens: tokens as number, outputTokens: 0 } : undefined;
}
