import type { Dataset } from '../../domain/dataset.js';
import type { Json } from '../../domain/json.js';
import type { JudgeKind } from '../../domain/judged.js';
import type { ModelList } from '../../domain/model.js';
import type { Message } from '../../domain/query.js';
import { expectedCost, seenOutputs } from '../../provider/plan/expected-cost.js';
import { type Wanting, type Why, wanted } from '../../provider/plan/wanted.js';
import type { PlannedCall } from '../../provider/planned-call.js';
import type { CountTokens } from '../../provider/tokens.js';
import { worstCasePico } from '../../provider/worst-case.js';
import type { Judging } from '../../quality/verdict/judging.js';
import { readAnswers } from '../../recording/read-answers.js';
import { readVerdicts, type VerdictBook } from '../../recording/read-verdicts.js';
import { isPriced, type ModelPlan, type PlannedModel } from '../call/plan-recording.js';
import type { RecordTarget } from '../call/record-target.js';
import { type JudgeCall, type JudgePanel, judgeModel, judgePanel } from '../load/judge-calls.js';
import { awaitedVerdicts } from './awaited-verdicts.js';
import { nearVerdict } from './judge-verdicts.js';
import { needsOf, notAskedIn } from './not-asked.js';

/** What recording the verdicts of one judge comes to. */
export interface JudgePlan extends ModelPlan {
  readonly kind: JudgeKind;
  /** Verdicts on answers that are to be recorded first: not among the calls, in the costs as an estimate. */
  readonly awaiting: number;
  /** Answers, recorded or to come, about which nothing can be asked. */
  readonly notAsked: number;
  /** What of a query and its answers the prompt can't do without. */
  readonly needs: readonly string[];
}

export interface VerdictsInput {
  readonly judgings: readonly Judging[];
  readonly models: ModelList;
  /** Models whose answers are judged. */
  readonly judgedIds: readonly string[];
  readonly dataset: Dataset;
  readonly rows: readonly number[];
  readonly dir: string;
  readonly wanting: Wanting;
  readonly countTokens: CountTokens;
  readonly hasKey: (env: string) => boolean;
  /** Parameters as they would be stored. */
  readonly redacted: (parameters: Json) => Json;
  /** How a judge is asked. */
  readonly targetOf: (modelId: string) => RecordTarget;
  /** Answers that are to be recorded before. */
  readonly first: readonly PlannedModel[];
}

export interface PlannedVerdicts {
  readonly plans: readonly JudgePlan[];
  /** One entry a judge's model, whatever number of prompts it has. */
  readonly planned: readonly PlannedModel[];
}

/** A call and how its messages are made again. */
interface Listed {
  readonly panel: JudgePanel;
  readonly call: JudgeCall;
}

/** The verdicts that are missing on recorded answers, and what they cost. */
export async function planVerdicts(input: VerdictsInput): Promise<PlannedVerdicts> {
  const { judgings, models, dataset, dir } = input;
  if (judgings.length === 0) return { plans: [], planned: [] };
  const { ids, size } = dataset.queries;
  const rowOf = new Map(Array.from({ length: size }, (_, row) => [ids.get(row), row]));
  const modelIds = models.models.map(({ id }) => id);
  const book = await readAnswers(dir, rowOf, modelIds);
  const verdicts = await readVerdicts(dir);
  const list: Listed[] = [];
  const planned = new Map<string, PlannedModel>();
  const plans = judgings.map((judging) => {
    const panel = judgePanel(judging, judgeModel(judging, models), modelIds, book, dataset);
    const made = planPanel(panel, verdicts, input, list);
    const before = planned.get(made.plan.modelId);
    planned.set(made.plan.modelId, { ...made, calls: [...(before?.calls ?? []), ...made.calls] });
    return made.plan;
  });
  return { plans, planned: [...planned.values()] };
}

function planPanel(
  panel: JudgePanel,
  verdicts: VerdictBook,
  input: VerdictsInput,
  list: Listed[],
): PlannedModel & { readonly plan: JudgePlan } {
  const { judging, judge } = panel;
  const { countTokens } = input;
  const target = input.targetOf(judge.id);
  const { parameters } = target;
  const seen = new Set(list.map(({ call }) => call.key));
  const calls: PlannedCall[] = [];
  const why: Partial<Record<Why, number>> = {};
  const sums = { recorded: 0, inputTokens: 0, worstPico: 0 };
  for (const call of wantedOf(panel, input)) {
    if (seen.has(call.key)) continue;
    seen.add(call.key);
    const reason = whyOf(panel, verdicts, call, input.wanting);
    const held = verdicts.fits(call.key)?.recording;
    if (reason === null) {
      sums.recorded++;
      continue;
    }
    why[reason] = (why[reason] ?? 0) + 1;
    const messages = panel.messages(call);
    sums.inputTokens += countTokens(messages).input;
    sums.worstPico += worstCasePico(messages, parameters, judge);
    calls.push({
      query: list.push({ panel, call }) - 1,
      queryId: call.queryId,
      sample: call.judgeSample,
      revision: held === undefined ? 0 : (held.revision ?? 0) + 1,
      answered: held !== undefined && held.error === undefined,
      key: call.key,
      judged: panel.judged(call),
    });
  }
  const outputs = seenOutputs(verdicts.outputs(judge.id), verdicts.outputs(judge.id));
  const awaited = awaitedVerdicts(panel, input, parameters);
  const all = calls.length + awaited.calls;
  const worstPico = sums.worstPico + awaited.worstPico;
  const cost = expectedCost(judge, all, sums.inputTokens + awaited.inputTokens, outputs, worstPico, parameters.maxOutputTokens);
  return {
    target,
    calls,
    messages: (at) => messagesOf(list, at),
    plan: {
      modelId: judge.id,
      kind: judging.kind,
      calls: calls.length,
      awaiting: awaited.calls,
      notAsked: notAskedIn(panel, input) + awaited.notAsked,
      needs: needsOf(panel),
      why,
      recorded: sums.recorded,
      inputTokens: sums.inputTokens + awaited.inputTokens,
      outputs,
      maxOutputTokens: parameters.maxOutputTokens,
      priced: isPriced(judge),
      paid: worstPico > 0,
      near: nearOf(panel, verdicts, calls, list, input),
      key: target.keyEnv === null ? null : { env: target.keyEnv, present: input.hasKey(target.keyEnv) },
      ...cost,
    },
  };
}

function messagesOf(list: readonly Listed[], at: number): readonly Message[] {
  const { panel, call } = list[at] as Listed;
  return panel.messages(call);
}

/** Verdicts on answers to the queries and by the models that are looked at. */
function wantedOf({ answers }: JudgePanel, { rows, judgedIds }: VerdictsInput): JudgeCall[] {
  const among = new Set(rows);
  return answers.flatMap(({ of, calls }) => (among.has(of.query) && judgedIds.includes(of.modelId) ? calls : []));
}

/** A verdict on another answer, or by another prompt, is none: it is asked for again, whatever the mode. */
function whyOf(panel: JudgePanel, verdicts: VerdictBook, call: JudgeCall, wanting: Wanting): Why | null {
  const held = verdicts.fits(call.key)?.recording;
  if (held === undefined) return nearVerdict(panel, verdicts, call) === null ? 'missing' : 'changed';
  const { key, error, recordedAt, revision = 0 } = held;
  const recordedAtMs = recordedAt === undefined ? Number.NaN : Date.parse(recordedAt);
  return wanted({ key, failed: error !== undefined, recordedAtMs, revision }, call.key, wanting);
}

/** The first verdict of which there is one on another request, and what differs. */
function nearOf(
  panel: JudgePanel,
  verdicts: VerdictBook,
  calls: readonly PlannedCall[],
  list: readonly Listed[],
  { redacted }: VerdictsInput,
): ModelPlan['near'] {
  for (const { query, queryId } of calls) {
    const near = nearVerdict(panel, verdicts, (list[query] as Listed).call, redacted);
    if (near !== null && near.differences.length > 0) return { queryId, differences: near.differences };
  }
  return null;
}
