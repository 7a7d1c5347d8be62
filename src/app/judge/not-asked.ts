import { slotsOf } from '../../quality/verdict/template.js';
import type { PlannedModel } from '../call/plan-recording.js';
import type { JudgePanel } from '../load/judge-calls.js';

/** Which answers are looked at. */
interface LookedAt {
  readonly rows: readonly number[];
  readonly judgedIds: readonly string[];
  /** Answers that are to be recorded before. */
  readonly first: readonly PlannedModel[];
}

/** Recorded answers about which nothing can be asked, and that don't wait for what comes. */
export function notAskedIn({ judging, answers }: JudgePanel, { rows, judgedIds, first }: LookedAt): number {
  const among = new Set(rows);
  const coming = new Set(
    first.flatMap(({ target: { model }, calls }) =>
      calls.flatMap(({ query, sample }) => (model.id === judging.baseline ? [`${query}`] : [`${query} ${sample} ${model.id}`])),
    ),
  );
  return answers.filter(
    ({ of: { query, sample, modelId }, calls, identical }) =>
      calls.length === 0 &&
      !identical &&
      among.has(query) &&
      judgedIds.includes(modelId) &&
      !coming.has(`${query}`) &&
      !coming.has(`${query} ${sample} ${modelId}`),
  ).length;
}

/** What a prompt names that a query may lack. */
export function needsOf({ judging: { template, rubric, baseline } }: JudgePanel): string[] {
  const slots = slotsOf(template);
  return [
    ...(slots.includes('reference') ? ['reference'] : []),
    ...(slots.includes('rubric') && rubric === null ? ['rubric'] : []),
    ...(baseline === null ? [] : [`answer of ${baseline}`]),
  ];
}
