import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, UserError } from '../../../domain/user-error.js';
import type { ImportItem } from '../importer.js';
import { importedModel } from './imported-model.js';
import { readJsonLines } from './json-lines.js';
import { type MeanQuality, meanQuality } from './mean-quality.js';
import { recordFields } from './record-fields.js';

const JUDGEMENTS = 'judgements.jsonl';
const QUESTIONS = 'question.jsonl';
const CONTAMINATED = 'contaminated_prompts.jsonl';

/** Whether a folder holds MT-Bench judgements. */
export function hasMtBench(folder: string): boolean {
  return existsSync(join(folder, JUDGEMENTS));
}

/**
 * RouteLLM's MT-Bench: `judgements.jsonl` with one judge's score (1–10) a question, model and turn, `question.jsonl` with the
 * questions' turns and categories, `contaminated_prompts.jsonl` with first turns to leave out. A recording is one model's mean
 * over all turns of a question, divided by 10, so that a mean quality × 10 is the published score. Two-turn answers depend on the
 * model's own first answer, so the prompt is the user's turns alone, and answers are not imported. Source: RouteLLM,
 * routellm/evals/mt_bench; scores of −1 (no verdict found in the judge's text) as FastChat writes them.
 */
export async function* readMtBench(folder: string, keepContaminated: boolean): AsyncGenerator<ImportItem, MeanQuality> {
  const turns = yield* readQuestions(folder, keepContaminated);
  const sums = yield* readJudgements(join(folder, JUDGEMENTS), turns);
  const means = meanQuality([...sums.keys()]);
  for (const [modelId, questions] of sums) {
    yield { kind: 'model', model: importedModel(modelId) };
    for (const [queryId, { total, judged, line }] of questions) {
      if (judged.size === turns.kept.get(queryId)) {
        const quality = total / judged.size / 10;
        means.add(modelId, quality);
        yield { kind: 'recording', recording: { key: null, queryId, modelId, sample: 0, quality } };
      } else
        yield leftOut(
          join(folder, JUDGEMENTS),
          line,
          `${queryId} ${modelId}`,
          'not every turn has a score (it is missing, or the judge gave −1)',
        );
    }
  }
  return means;
}

/** Turns by query id. */
interface Questions {
  readonly kept: ReadonlyMap<string, number>;
  readonly contaminated: ReadonlySet<string>;
}

async function* readQuestions(folder: string, keepContaminated: boolean): AsyncGenerator<ImportItem, Questions> {
  const file = join(folder, QUESTIONS);
  if (!existsSync(file)) throw new UserError({ file, message: 'no such file', hint: `${JUDGEMENTS} has scores, not questions` });
  const prompts = keepContaminated ? new Set() : await contaminatedPrompts(join(folder, CONTAMINATED));
  if (prompts === undefined) yield { kind: 'note', message: `no ${CONTAMINATED}: no question is left out` };
  const kept = new Map<string, number>();
  const contaminated = new Set<string>();
  for await (const { line, record } of readJsonLines(file)) {
    const fields = recordFields(record, file, line);
    const number = fields.count('question_id');
    const turns = fields.raw('turns');
    if (number === undefined || !isTurns(turns)) {
      yield {
        kind: 'problem',
        problem: { file, line, message: 'not a question', accepted: 'question_id and turns, a list of texts' },
      };
      continue;
    }
    const id = `mt-bench-${number}`;
    if (prompts?.has(turns[0]) === true) {
      contaminated.add(id);
      yield { kind: 'skipped', what: 'query', file, line, key: id, reason: 'contaminated prompt (RouteLLM leaves it out)' };
      continue;
    }
    kept.set(id, turns.length);
    const category = fields.text('category');
    const prompt = turns.map((content) => ({ role: 'user' as const, content }));
    yield { kind: 'query', query: { id, prompt }, label: { queryId: id, ...(category === undefined ? {} : { category }) } };
  }
  return { kept, contaminated };
}

function isTurns(value: unknown): value is readonly [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every((turn) => typeof turn === 'string');
}

async function contaminatedPrompts(file: string): Promise<ReadonlySet<unknown> | undefined> {
  if (!existsSync(file)) return undefined;
  const prompts = new Set<unknown>();
  for await (const { record } of readJsonLines(file)) prompts.add(record['eval_prompt']);
  return prompts;
}

interface TurnScores {
  total: number;
  readonly judged: Set<number>;
  /** Of the first judgement. */
  readonly line: number;
}

/** Sums by model and query, in the order of the file. */
type Sums = Map<string, Map<string, TurnScores>>;

async function* readJudgements(file: string, { kept, contaminated }: Questions): AsyncGenerator<ImportItem, Sums> {
  const sums: Sums = new Map();
  for await (const { line, record } of readJsonLines(file)) {
    const judgement = judgementOf(record, file, line);
    if ('problems' in judgement) {
      yield* judgement.problems.map((problem): ImportItem => ({ kind: 'problem', problem }));
      continue;
    }
    const { id, model, turn, score } = judgement;
    if (contaminated.has(id)) continue;
    const key = `${id} ${model} turn ${turn}`;
    if (!kept.has(id)) {
      yield leftOut(file, line, key, `not a question of ${QUESTIONS}`);
      continue;
    }
    const scores = sums.get(model) ?? new Map<string, TurnScores>();
    sums.set(model, scores);
    const sum = scores.get(id) ?? { total: 0, judged: new Set(), line };
    scores.set(id, sum);
    if (sum.judged.has(turn)) yield leftOut(file, line, key, 'judged before');
    else if (score !== null) {
      sum.judged.add(turn);
      sum.total += score;
    }
  }
  return sums;
}

interface Judgement {
  readonly id: string;
  readonly model: string;
  readonly turn: number;
  /** 1 to 10; null where the judge gave none (−1). */
  readonly score: number | null;
}

function judgementOf(record: unknown, file: string, line: number): Judgement | { readonly problems: readonly Problem[] } {
  const fields = recordFields(record, file, line);
  const number = fields.count('question_id');
  const model = fields.text('model');
  const turn = fields.count('turn');
  const score = fields.raw('score') === -1 ? null : fields.number(['score'], 10);
  if (number !== undefined && model !== undefined && turn !== undefined && score !== undefined) {
    return { id: `mt-bench-${number}`, model, turn, score };
  }
  if (fields.problems.length === 0) fields.complain({ message: 'not a judgement', accepted: 'question_id, model, turn, score' });
  return { problems: fields.problems };
}

function leftOut(file: string, line: number, key: string, reason: string): ImportItem {
  return { kind: 'skipped', what: 'recording', file, line, key, reason };
}
