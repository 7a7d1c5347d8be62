import type { CallParameters } from '../../domain/call-parameters.js';
import type { Dataset } from '../../domain/dataset.js';
import type { ScoringLabel } from '../../domain/label.js';
import type { Answer } from '../../domain/recording.js';
import type { CountTokens } from '../../provider/tokens.js';
import { worstCasePico } from '../../provider/worst-case.js';
import { judgeMessages } from '../../quality/verdict/request.js';
import type { RecordedAnswer } from '../../recording/read-answers.js';
import type { PlannedModel } from '../call/plan-recording.js';
import { type JudgePanel, ordersOf } from '../load/judge-calls.js';

/** Answers that are to be recorded first. */
interface ToCome {
  readonly dataset: Dataset;
  readonly first: readonly PlannedModel[];
  /** Models whose answers are judged. */
  readonly judgedIds: readonly string[];
  readonly countTokens: CountTokens;
}

/** Verdicts that can only be asked for once the answers they are on, or beside, are recorded. */
export interface AwaitedVerdicts {
  readonly calls: number;
  /** Answers to come about which nothing will be asked. */
  readonly notAsked: number;
  readonly inputTokens: number;
  readonly worstPico: number;
}

/** An answer that will be judged. */
interface Awaited {
  readonly query: number;
  /** As far as it is known. */
  readonly answer: Answer;
  /** Of each text that is yet to come, the most tokens it may have. */
  readonly longest: readonly number[];
}

/** What stands for a token of an answer that nobody has yet. */
const TOKEN = 'word';

/**
 * What verdicts that wait for answers would be, were every one of those answers as long as it may be. An estimate: the cap is held when
 * they are asked for, by then with their true lengths.
 */
export function awaitedVerdicts(panel: JudgePanel, toCome: ToCome, parameters: CallParameters): AwaitedVerdicts {
  const { judging, judge } = panel;
  const { dataset, countTokens } = toCome;
  const orders = ordersOf(judging);
  const times = orders.length * judging.samples;
  const sums = { calls: 0, notAsked: 0, inputTokens: 0, worstPico: 0 };
  for (const { query, answer, longest } of awaited(panel, toCome)) {
    const messages = judgeMessages(judging, {
      query: dataset.queries.messages(query),
      label: JSON.parse(dataset.labels.scoring.get(query)) as ScoringLabel,
      answer,
      baseline: judging.baseline === null ? null : { text: '' },
      order: orders[0] ?? null,
    });
    if (messages === null) {
      sums.notAsked++;
      continue;
    }
    sums.calls += times;
    sums.inputTokens += times * longest.reduce((sum, tokens) => sum + tokens, countTokens(messages).input);
    const texts = longest.map((tokens) => ({ role: 'user' as const, content: TOKEN.repeat(tokens) }));
    sums.worstPico += times * worstCasePico([...messages, ...texts], parameters, judge);
  }
  return sums;
}

/** Answers to come, and those that are there and wait for the baseline's to stand beside. */
function awaited({ judging: { baseline }, answers }: JudgePanel, { first, judgedIds }: ToCome): Awaited[] {
  const others = first.filter(({ target }) => target.model.id !== baseline);
  const coming = others.flatMap(({ target: { model, parameters }, calls }) =>
    calls.map(({ query, sample }) => ({ query, sample, modelId: model.id, tokens: parameters.maxOutputTokens })),
  );
  const toCome = coming.map(({ query, tokens }) => ({
    query,
    answer: { text: '' },
    longest: baseline === null ? [tokens] : [tokens, tokens],
  }));
  const beside = first.find(({ target }) => target.model.id === baseline);
  if (beside === undefined) return toCome;
  const cells = new Set(coming.map(nameOf));
  const queries = new Set(beside.calls.map(({ query }) => query));
  const waiting = answers
    .map(({ of }) => of)
    .filter((of) => of.modelId !== baseline && judgedIds.includes(of.modelId) && queries.has(of.query) && !cells.has(nameOf(of)));
  const longest = [beside.target.parameters.maxOutputTokens];
  return [...toCome, ...waiting.map(({ query, answer }) => ({ query, answer, longest }))];
}

function nameOf({ query, modelId, sample }: Pick<RecordedAnswer, 'query' | 'modelId' | 'sample'>): string {
  return `${query} ${sample} ${modelId}`;
}
