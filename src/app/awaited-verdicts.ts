import type { CallParameters } from '../domain/call-parameters.js';
import type { Dataset } from '../domain/dataset.js';
import type { ScoringLabel } from '../domain/label.js';
import type { CountTokens } from '../provider/tokens.js';
import { worstCasePico } from '../provider/worst-case.js';
import { judgeMessages } from '../quality/verdict/request.js';
import { type JudgePanel, ordersOf } from './judge-calls.js';
import type { PlannedModel } from './plan-recording.js';

/** Answers that are to be recorded first. */
interface ToCome {
  readonly dataset: Dataset;
  readonly first: readonly PlannedModel[];
  readonly countTokens: CountTokens;
}

/** Verdicts that can only be asked for once the answers they are on are recorded. */
export interface AwaitedVerdicts {
  readonly calls: number;
  readonly inputTokens: number;
  readonly worstPico: number;
}

/** What stands for a token of an answer that nobody has yet. */
const TOKEN = 'word';

/**
 * What verdicts on answers to come would be, were every one of those answers as long as it may be. An estimate: the cap is held when
 * they are asked for, by then with their true lengths.
 */
export function awaitedVerdicts(
  { judging, judge }: JudgePanel,
  { dataset, first, countTokens }: ToCome,
  parameters: CallParameters,
): AwaitedVerdicts {
  const sums = { calls: 0, inputTokens: 0, worstPico: 0 };
  const orders = ordersOf(judging).length;
  for (const { target, calls } of first) {
    if (target.model.id === judging.baseline) continue;
    const { maxOutputTokens } = target.parameters;
    const longest = { role: 'user' as const, content: TOKEN.repeat(maxOutputTokens) };
    for (const { query } of calls) {
      const messages = judgeMessages(judging, {
        query: dataset.queries.messages(query),
        label: JSON.parse(dataset.labels.scoring.get(query)) as ScoringLabel,
        answer: { text: '' },
        baseline: judging.baseline === null ? null : { text: '' },
        order: ordersOf(judging)[0] ?? null,
      });
      if (messages === null) continue;
      const times = orders * judging.samples;
      const answers = judging.baseline === null ? 1 : 2;
      sums.calls += times;
      sums.inputTokens += times * (countTokens(messages).input + answers * maxOutputTokens);
      const whole = [...messages, ...Array.from({ length: answers }, () => longest)];
      sums.worstPico += times * worstCasePico(whole, parameters, judge);
    }
  }
  return sums;
}
