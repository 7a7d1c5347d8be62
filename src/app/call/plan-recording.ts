import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import type { Message, QueryTable } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import { type ExpectedCost, expectedCost, type SeenOutputs, seenOutputs } from '../../provider/plan/expected-cost.js';
import { type Wanting, type Why, wanted } from '../../provider/plan/wanted.js';
import type { PlannedCall } from '../../provider/planned-call.js';
import { callOptions } from '../../provider/send/call-options.js';
import type { CountTokens } from '../../provider/tokens.js';
import { worstCasePico } from '../../provider/worst-case.js';
import { type Difference, jsonDifferences } from '../../recording/json-differences.js';
import { recordingKey } from '../../recording/recording-key.js';
import type { RecordTarget } from './record-target.js';
import type { RecordedCells } from './recorded-cells.js';

export type { Difference } from '../../recording/json-differences.js';

/** What recording one model comes to. */
export interface ModelPlan extends ExpectedCost {
  readonly modelId: string;
  readonly calls: number;
  readonly why: Readonly<Partial<Record<Why, number>>>;
  /** Cells that have a recording and keep it. */
  readonly recorded: number;
  readonly inputTokens: number;
  readonly outputs: SeenOutputs | null;
  readonly maxOutputTokens: number;
  readonly priced: boolean;
  /** A call may cost something. */
  readonly paid: boolean;
  /** The first query wanted, and how its parameters differ from those stored last of the model. */
  readonly near: { readonly queryId: string; readonly differences: readonly Difference[] } | null;
  /** The variable of its key, and whether it is set; null where none is needed. */
  readonly key: { readonly env: string; readonly present: boolean } | null;
}

export interface PlannedModel {
  readonly target: RecordTarget;
  readonly calls: readonly PlannedCall[];
  /** Of a call, by its `query`. */
  readonly messages: (query: number) => readonly Message[];
  readonly plan: ModelPlan;
}

export interface PlanInput {
  readonly queries: QueryTable;
  /** Rows to be recorded, in their order. */
  readonly rows: readonly number[];
  readonly samples: number;
  readonly wanting: Wanting;
  readonly cells: RecordedCells;
  readonly countTokens: CountTokens;
  readonly hasKey: (env: string) => boolean;
  /** Parameters as they would be stored. */
  readonly redacted: (parameters: Json) => Json;
}

/**
 * The calls of one model, query by query, and what they cost.
 *
 * @throws UserError for a query that can't be sent, or whose cost nothing bounds
 */
export function planModel(target: RecordTarget, input: PlanInput): PlannedModel {
  const { queries, rows, samples, wanting, cells, countTokens } = input;
  const { model, parameters } = target;
  const calls: PlannedCall[] = [];
  const why: Partial<Record<Why, number>> = {};
  const sums = { recorded: 0, inputTokens: 0, worstPico: 0 };
  for (const query of rows) {
    const messages = queries.messages(query);
    const before = calls.length;
    for (let sample = 0; sample < samples; sample++) {
      const key = recordingKey({ modelId: model.id, parameters: { ...parameters }, messages, sample });
      const held = cells.held(model.id, query, sample);
      const reason = wanted(held, key, wanting);
      if (reason === null) {
        if (held !== undefined) sums.recorded++;
        continue;
      }
      why[reason] = (why[reason] ?? 0) + 1;
      const revision = held === undefined ? 0 : held.revision + 1;
      calls.push({ query, queryId: queries.ids.get(query), sample, revision, answered: held?.failed === false, key });
    }
    const added = calls.length - before;
    if (added === 0) continue;
    sums.inputTokens += added * countTokens(messages).input;
    sums.worstPico += added * sizeOf(target, queries, query);
  }
  const outputs = seenOutputs(cells.outputs(model.id), cells.allOutputs());
  const { inputTokens, worstPico, recorded } = sums;
  return {
    target,
    calls,
    messages: (query) => queries.messages(query),
    plan: {
      modelId: model.id,
      calls: calls.length,
      why,
      recorded,
      inputTokens,
      outputs,
      maxOutputTokens: parameters.maxOutputTokens,
      priced: isPriced(model),
      paid: worstPico > 0,
      near: nearOf(target, calls[0]?.queryId, input),
      key: target.keyEnv === null ? null : { env: target.keyEnv, present: input.hasKey(target.keyEnv) },
      ...expectedCost(model, calls.length, inputTokens, outputs, worstPico, parameters.maxOutputTokens),
    },
  };
}

/** How what is wanted differs from what the model was asked last; null where nothing is wanted, stored or different. */
function nearOf({ model, parameters }: RecordTarget, queryId: string | undefined, input: PlanInput): ModelPlan['near'] {
  const last = input.cells.lastRequest(model.id);
  if (queryId === undefined || last === undefined) return null;
  const differences = jsonDifferences(last, input.redacted({ ...parameters } as unknown as Json));
  return differences.length === 0 ? null : { queryId, differences };
}

/** What a call to a query costs at most, in pico-USD; what can't be sent is told before anything is. */
function sizeOf({ model, parameters, api }: RecordTarget, queries: QueryTable, query: number): number {
  const messages = queries.messages(query);
  try {
    callOptions(messages, parameters, api.optionsName);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((problem) => ({ ...problem, message: `${queries.ids.get(query)}: ${problem.message}` })),
    );
  }
  const worstPico = worstCasePico(messages, parameters, model);
  if (!Number.isNaN(worstPico) || !isPriced(model)) return worstPico;
  throw new UserError({
    message: `${model.id}: nothing bounds what ${queries.ids.get(query)} costs`,
    hint: 'a message with images needs context_tokens at the model',
  });
}

/** Whether what a call costs is known beforehand. */
export function isPriced({ price }: Model): boolean {
  return price?.inputUsdPerMTok !== undefined && price.outputUsdPerMTok !== undefined;
}
