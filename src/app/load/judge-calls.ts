import type { Dataset } from '../../domain/dataset.js';
import type { Json } from '../../domain/json.js';
import type { Judged, JudgeOrder } from '../../domain/judged.js';
import type { ScoringLabel } from '../../domain/label.js';
import type { Model, ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import type { Message } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import type { Judging } from '../../quality/verdict/judging.js';
import { answerText, judgeMessages, judgeParts, type Subject } from '../../quality/verdict/request.js';
import type { AnswerBook, RecordedAnswer } from '../../recording/read-answers.js';
import { recordingKey } from '../../recording/recording-key.js';

/** One verdict that is asked for. */
export interface JudgeCall {
  readonly of: RecordedAnswer;
  readonly queryId: string;
  readonly order: JudgeOrder | null;
  readonly judgeSample: number;
  /** Of the request: verdicts are found by it. */
  readonly key: string;
}

/** An answer and what is asked of the judge about it. */
export interface JudgedAnswer {
  readonly of: RecordedAnswer;
  readonly queryId: string;
  /** By order, then by sample; empty where nothing can or need be asked. */
  readonly calls: readonly JudgeCall[];
  /** Pairwise: the very words of the baseline, which is a tie without asking. */
  readonly identical: boolean;
}

/** A judge, and all it is to be asked about a set of recordings. */
export interface JudgePanel {
  readonly judging: Judging;
  readonly judge: Model;
  /** The judge is one of the models whose answers are compared. */
  readonly isCompared: boolean;
  readonly answers: readonly JudgedAnswer[];
  messages(call: JudgeCall): readonly Message[];
  judged(call: JudgeCall): Judged;
}

/** The orders in which a kind shows answers. */
export function ordersOf({ kind }: Judging): readonly (JudgeOrder | null)[] {
  return kind === 'pairwise' ? ['judged_first', 'baseline_first'] : [null];
}

/**
 * The models of a scorer's judges.
 *
 * @throws UserError for a judge that the models file doesn't have, or a baseline that is not compared
 */
export function checkJudges(judgings: readonly Judging[], list: ModelList): void {
  for (const judging of judgings) {
    judgeModel(judging, list);
    const ids = list.models.map(({ id }) => id);
    const { baseline, field } = judging;
    if (baseline !== null && !ids.includes(baseline)) throw noModel(`${field}.baseline`, baseline, ids);
  }
}

/** The model that judges. */
export function judgeModel({ modelId, field }: Judging, { judges = [], models }: ModelList): Model {
  const all = [...judges, ...models];
  const found = all.find(({ id }) => id === modelId);
  if (found !== undefined) return found;
  throw noModel(
    `${field}.model`,
    modelId,
    all.map(({ id }) => id),
  );
}

function noModel(field: string, value: string, ids: readonly string[]): UserError {
  const close = nearest(value, ids);
  const hint = close === undefined ? {} : { nearest: close };
  return new UserError({ field, message: 'no such model in the models file', value, accepted: ids.join(', '), ...hint });
}

/** What a judge is to be asked about recorded answers. Builds the requests; sends nothing. */
export function judgePanel(
  judging: Judging,
  judge: Model,
  modelIds: readonly string[],
  book: AnswerBook,
  { queries, labels }: Dataset,
): JudgePanel {
  const labelOf = (query: number): ScoringLabel => JSON.parse(labels.scoring.get(query)) as ScoringLabel;
  const subjectOf = (of: RecordedAnswer, order: JudgeOrder | null): Subject | null => {
    const baseline = judging.baseline === null ? null : baselineOf(book, judging.baseline, of);
    if (baseline === undefined) return null;
    const { query, answer } = of;
    return { query: queries.messages(query), label: labelOf(query), answer, baseline, order };
  };
  const parameters = { ...judge.parameters } as Readonly<Record<string, Json>>;
  const callsOf = (of: RecordedAnswer, order: JudgeOrder | null): JudgeCall[] => {
    const subject = subjectOf(of, order);
    const messages = subject === null ? null : judgeMessages(judging, subject);
    if (messages === null) return [];
    return Array.from({ length: judging.samples }, (_, judgeSample) => ({
      of,
      queryId: queries.ids.get(of.query),
      order,
      judgeSample,
      key: recordingKey({ modelId: judge.id, parameters, messages, sample: judgeSample }),
    }));
  };
  return {
    judging,
    judge,
    isCompared: modelIds.includes(judge.id),
    answers: book.answers.map((of) => {
      const identical = isIdentical(judging, book, of);
      const queryId = queries.ids.get(of.query);
      return { of, queryId, identical, calls: identical ? [] : ordersOf(judging).flatMap((order) => callsOf(of, order)) };
    }),
    messages: ({ of, order }) => judgeMessages(judging, subjectOf(of, order) as Subject) ?? [],
    judged: ({ of: { modelId, sample, ...of }, order }) => ({
      modelId,
      sample,
      kind: judging.kind,
      ...(order === null ? {} : { order }),
      parts: judgeParts(judging, subjectOf({ modelId, sample, ...of }, order) as Subject),
    }),
  };
}

/** The baseline's answer that stands beside another: of the same sample, modulo those it has; undefined where it has none. */
function baselineOf(book: AnswerBook, baseline: string, { query, sample }: RecordedAnswer) {
  const all = book.of(query, baseline);
  return all.length === 0 ? undefined : (all[sample % all.length] as RecordedAnswer).answer;
}

function isIdentical({ baseline }: Judging, book: AnswerBook, of: RecordedAnswer): boolean {
  if (baseline === null) return false;
  if (of.modelId === baseline) return true;
  const other = baselineOf(book, baseline, of);
  return other !== undefined && answerText(other) === answerText(of.answer);
}
