import {
  type JSONObject,
  type LanguageModelV3,
  type LanguageModelV3CallOptions,
  type LanguageModelV3GenerateResult,
  type LanguageModelV3StreamPart,
  type LanguageModelV3StreamResult,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import type { Feedback, Route, Router } from '../../../router/index.js';
import { opening, streamOf, whenOver } from './answer-stream.js';
import { carryOut } from './carry-out.js';
import { limitsOf } from './limits.js';
import { requestOf, signalsOf } from './request.js';

/** How a routed model is set up. */
export interface RoutedOptions {
  /** The model of an id in the router's file. */
  readonly model: (id: string) => LanguageModelV3;
  /** What a cascade does where a stream is wanted: the accepted answer in one piece, or an error. */
  readonly stream: 'buffer' | 'refuse';
}

/** A language model that asks others as a RouteLab router decides. */
export interface RoutedModel extends LanguageModelV3 {
  /** The decision for a prompt, and nothing else. `providerOptions: { routelab: { signals, stickyKey } }` says what the caller knows. */
  decide(options: Pick<LanguageModelV3CallOptions, 'prompt' | 'providerOptions'>): Route;
  /** How good an answer was, 0..1: what a router that learns while it runs learns from. `decision` stands in `providerMetadata.routelab`. */
  rate(decision: string, quality: number): void;
}

/** Decisions that may still be rated. */
const MOST_REMEMBERED = 10_000;

/** A request under way, with what it has cost. */
interface Decided {
  readonly id: string;
  readonly route: Route;
  answered?: { readonly modelId: string | null; readonly costUsd?: number };
}

/** Makes one model out of many. State of routers that have one is kept here, in memory. */
export function routedModel(router: Router, options: RoutedOptions): RoutedModel {
  const { config } = router;
  const limits = limitsOf(router.execution);
  const remembered = new Map<string, Decided>();
  let state = router.initialState;
  let decisions = 0;
  const observe = (event: Feedback): void => {
    if (router.stateful) state = router.observe(state, event);
  };
  const decide: RoutedModel['decide'] = (asked) => router.route(requestOf(asked), state, clock());
  const begin = (route: Route): Decided => {
    const decided: Decided = { id: String(++decisions), route };
    observe({ kind: 'routed', route, nowMs: Date.now() });
    if (!router.stateful) return decided;
    remembered.set(decided.id, decided);
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value as string);
    return decided;
  };
  const answered = (decided: Decided, modelId: string | null, costUsd: number | undefined): void => {
    decided.answered = { modelId, ...(costUsd === undefined ? {} : { costUsd }) };
    observe({ kind: 'answered', route: decided.route, nowMs: Date.now(), ...decided.answered });
  };
  const costOf = (id: string, usage: LanguageModelV3GenerateResult['usage']): number | undefined => {
    const price = config.models.find((model) => model.id === id)?.price;
    const [input, output] = [usage.inputTokens.total, usage.outputTokens.total];
    if (price?.inputUsdPerMTok === undefined || price.outputUsdPerMTok === undefined) return undefined;
    if (input === undefined || output === undefined) return undefined;
    return (input * price.inputUsdPerMTok + output * price.outputUsdPerMTok) / 1e6 + (price.requestUsd ?? 0);
  };
  const metadata = ({ id, route }: Decided, model: string): { routelab: JSONObject } => ({
    routelab: { decision: id, model, reason: route.reason.kind },
  });

  const generate = async (asked: LanguageModelV3CallOptions, route: Route): Promise<LanguageModelV3GenerateResult> => {
    const decided = begin(route);
    const costs: (number | undefined)[] = [];
    const run = await carryOut(decided.route, router.execution, asked.abortSignal, async (id, abortSignal) => {
      const result = await limits.call(id, abortSignal, () => options.model(id).doGenerate({ ...asked, abortSignal }));
      costs.push(costOf(id, result.usage));
      return { answer: signalsOf(result), result };
    }).catch((error: unknown) => {
      answered(decided, null, sum(costs));
      throw error;
    });
    answered(decided, run.modelId, sum(costs));
    return { ...run.result, providerMetadata: { ...run.result.providerMetadata, ...metadata(decided, run.modelId) } };
  };

  const stream = async (asked: LanguageModelV3CallOptions): Promise<LanguageModelV3StreamResult> => {
    const route = decide(asked);
    // Whether an answer is accepted is known when all of it is there.
    if (route.escalation !== undefined) {
      if (options.stream === 'refuse')
        throw new UnsupportedFunctionalityError({ functionality: 'streaming', message: 'a cascade judges whole answers' });
      return streamOf(await generate(asked, route));
    }
    const decided = begin(route);
    const run = await carryOut(decided.route, router.execution, asked.abortSignal, async (id, abortSignal) => {
      const open = async () => opening(await options.model(id).doStream({ ...asked, abortSignal }));
      return { answer: {}, result: await limits.call(id, abortSignal, open) };
    }).catch((error: unknown) => {
      answered(decided, null, undefined);
      throw error;
    });
    const tell = new TransformStream<LanguageModelV3StreamPart, LanguageModelV3StreamPart>({
      transform(part, controller) {
        if (part.type !== 'finish') return controller.enqueue(part);
        answered(decided, run.modelId, costOf(run.modelId, part.usage));
        controller.enqueue({ ...part, providerMetadata: { ...part.providerMetadata, ...metadata(decided, run.modelId) } });
      },
    });
    return { ...run.result, stream: run.result.stream.pipeThrough(tell) };
  };

  return {
    specificationVersion: 'v3',
    provider: 'routelab',
    modelId: config.name,
    supportedUrls: {},
    decide,
    async doGenerate(asked) {
      const leave = limits.enter();
      return generate(asked, decide(asked)).finally(leave);
    },
    async doStream(asked) {
      const leave = limits.enter();
      try {
        const result = await stream(asked);
        return { ...result, stream: whenOver(result.stream, leave) };
      } catch (error) {
        leave();
        throw error;
      }
    },
    rate(decision, quality) {
      const decided = remembered.get(decision);
      if (decided?.answered === undefined) return;
      observe({ kind: 'rated', route: decided.route, nowMs: Date.now(), quality, ...decided.answered });
    },
  };
}

function clock() {
  return { nowMs: Date.now(), random: Math.floor(Math.random() * 2 ** 32) };
}

function sum(costs: readonly (number | undefined)[]): number | undefined {
  return costs.reduce<number | undefined>(
    (total, cost) => (total === undefined || cost === undefined ? undefined : total + cost),
    0,
  );
}
