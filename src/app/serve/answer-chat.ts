import { PICO_PER_USD } from '../../domain/outcome-table.js';
import type { Recording } from '../../domain/recording.js';
import { carryOut, type WantedCall } from '../../export/template/ai-sdk/carry-out.js';
import { codePointCount, jsonValidity } from '../../recording/answer-facts.js';
import type { AnswerSignals, Route } from '../../router/index.js';
import { CallFailure, upstreamError } from './call-failure.js';
import { ChatError, internalError } from './chat-error.js';
import type { ChatRequest } from './chat-request.js';
import { type Decided, decide } from './decide.js';
import { type DeltaTape, deltaTape } from './delta-tape.js';
import { type EndedRequest, logDecision } from './log-decision.js';
import { type CallEnd, makeCall } from './make-call.js';
import type { Serving } from './serving.js';

/** A request whose answer is there, or, of a stream, has begun. */
export interface Answering {
  readonly id: string;
  readonly route: Route;
  /** Why, in words. */
  readonly reason: string;
  readonly modelId: string;
  /** Calls made so far. */
  readonly attempts: number;
  readonly tape: DeltaTape;
  /** Rejects with a ChatError where the answer breaks off. */
  readonly whole: Promise<WholeAnswer>;
}

export interface WholeAnswer extends CallEnd {
  /** Of all calls of the request, as far as they are known; undefined where an answered one's is not. */
  readonly costUsd: number | undefined;
}

/** A call under way. */
interface Leg {
  readonly wanted: WantedCall;
  readonly end: Promise<CallEnd>;
}

/**
 * Routes a request and carries the route out. Everything is logged, also where nothing comes of it.
 *
 * @param stop aborted with a ChatError when the client leaves or the server is stopped
 * @param onLogged resolves once the decision is on its way to the disk; the answer doesn't wait for it
 * @throws ChatError
 */
export async function answerChat(
  serving: Serving,
  chat: ChatRequest,
  stop: AbortSignal,
  onLogged: (logged: Promise<void>) => void,
): Promise<Answering> {
  const decided = await decide(serving, chat);
  const { id, route } = decided;
  const legs: Leg[] = [];
  const log = (end: EndedRequest): void => onLogged(logDecision(serving, decided, legs, end));
  try {
    const { modelId, result } = await carried(serving, chat, decided, stop, legs);
    const whole = result.end.then(
      async (end) => ({ ...end, costUsd: await knownCost(legs) }),
      (error: unknown) => Promise.reject(stop.aborted ? stop.reason : chatError(error, modelId, serving)),
    );
    whole.then(
      ({ recording }) => {
        remember(serving.answers, id, recording);
        log({ status: 'served', servedModel: modelId });
      },
      (error: ChatError) => log({ status: stop.aborted ? 'left' : 'cut', servedModel: modelId, error }),
    );
    return { id, route, reason: decided.reason, modelId, attempts: legs.length, tape: result.tape, whole };
  } catch (thrown) {
    const error = chatError(thrown, legs.at(-1)?.wanted.modelId ?? '', serving);
    log({ status: route.models.length === 0 ? 'refused' : stop.aborted ? 'left' : 'failed', servedModel: null, error });
    throw error;
  }
}

function carried(serving: Serving, chat: ChatRequest, { id, route }: Decided, stop: AbortSignal, legs: Leg[]) {
  if (route.models.length === 0) throw new ChatError(403, 'no_model_allowed', 'the router allows no model for this request');
  const live = chat.stream && route.escalation === undefined;
  if (chat.stream && !live && !serving.buffer)
    throw new ChatError(400, 'unsupported_stream', 'a cascade judges whole answers, and --no-buffer forbids to wait for one', {
      param: 'stream',
    });
  const control = new AbortController();
  const leave = (): void => control.abort(stop.reason);
  if (stop.aborted) leave();
  stop.addEventListener('abort', leave);
  let flying = 0;
  const giveUp = (why: ChatError): void => control.abort(why);
  const alone = (): boolean => flying === 1;
  return carryOut(route, serving.router.execution, control.signal, async (_modelId, signal, wanted, came) => {
    const tape = deltaTape(serving.secrets);
    flying++;
    const end = makeCall(serving, { id, chat, giveUp, alone, came }, wanted, signal, tape).finally(() => flying--);
    legs.push({ wanted, end });
    // What breaks off later is told by `whole`.
    end.catch(() => undefined);
    await (live ? Promise.race([tape.begun, end]) : end);
    return { answer: live ? {} : signalsOf(await end), result: { tape, end } };
  });
}

/** Answers that may still be rated. */
const MOST_REMEMBERED = 1000;

function remember(answers: Map<string, Recording>, id: string, recording: Recording): void {
  answers.set(id, recording);
  if (answers.size > MOST_REMEMBERED) answers.delete(answers.keys().next().value as string);
}

/** What an acceptor may see of an answer: what a replay reads from its recording. */
function signalsOf({ reply: { answer } }: CallEnd): AnswerSignals {
  if (answer === undefined) return {};
  const { text, finishReason, refusal } = answer;
  const valid = jsonValidity(text);
  return {
    text,
    length: codePointCount(text),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(valid < 0 ? {} : { jsonValid: valid === 1 }),
  };
}

/** Failed calls cost nothing that is known. */
async function knownCost(legs: readonly Leg[]): Promise<number | undefined> {
  const ends = await Promise.allSettled(legs.map(({ end }) => end));
  const pico = ends.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value.costPico : 0), 0);
  return Number.isNaN(pico) ? undefined : pico / PICO_PER_USD;
}

function chatError(thrown: unknown, modelId: string, { secrets }: Serving): ChatError {
  if (thrown instanceof ChatError) return thrown;
  if (thrown instanceof CallFailure) return upstreamError(thrown, modelId, secrets);
  return internalError(thrown);
}
