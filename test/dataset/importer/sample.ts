import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two models in RouteLLM's form; `org/strong` is right more often although it stands second. */
export const WEAK = 'org/weak';
export const STRONG = 'gpt-strong';

/** A small GSM8K folder: 4 rows, one contaminated, one with a line break and a comma inside its cells. */
export function sampleGsm8k(folder: string): void {
  const rows = [
    `prompt,${WEAK},${STRONG},${WEAK}_response,${STRONG}_response`,
    '"How many, in all?",False,True,"First\n#### 1,000",#### 18',
    'Contaminated?,True,True,#### 1,#### 1',
    'Sum?,True,True,So -7,"7"',
    'No gold?,False,False,2,3',
  ];
  writeFileSync(join(folder, 'gsm8k_responses.csv'), `${rows.join('\n')}\n`);
  writeFileSync(
    join(folder, 'gsm8k_contaminated_prompts.jsonl'),
    `${JSON.stringify({ train_prompt: 'x', eval_prompt: 'Contaminated?' })}\n`,
  );
  const gold = [
    { question: 'How many, in all?', answer: 'Thus 18.\n#### 18' },
    { question: 'Sum?', answer: '#### -1,007' },
  ];
  writeFileSync(join(folder, 'gsm8k_test.jsonl'), gold.map((row) => JSON.stringify(row)).join('\n'));
}

/** A small MMLU folder: two domains of two rows and one; no file of contaminated prompts. */
export function sampleMmlu(folder: string): void {
  mkdirSync(join(folder, 'mmlu'), { recursive: true });
  const header = `prompt,${WEAK},${STRONG}\n`;
  writeFileSync(
    join(folder, 'mmlu', 'mmlu_world_history.csv'),
    `${header}"When?\nA. 1\nB. 2\nAnswer:",True,False\nWho?,False,True\n`,
  );
  writeFileSync(join(folder, 'mmlu', 'mmlu_anatomy.csv'), `${header}Where?,False,True\n`);
}

/** A small MT-Bench folder: question 3 is contaminated, 4 has one turn without a verdict, 9 is unknown. */
export function sampleMtBench(folder: string): void {
  const at = join(folder, 'mt_bench');
  mkdirSync(at, { recursive: true });
  const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const questions = [
    { question_id: 1, category: 'writing', turns: ['Write.', 'Again, shorter.'] },
    { question_id: 2, category: 'math', turns: ['Add 1 and 1.', 'Twice that?'], reference: ['2', '4'] },
    { question_id: 3, category: 'math', turns: ['Seen before', 'And?'] },
    { question_id: 4, turns: ['Judge me', 'Once more'] },
  ];
  writeFileSync(join(at, 'question.jsonl'), lines(questions));
  writeFileSync(join(at, 'contaminated_prompts.jsonl'), lines([{ train_prompt: 'seen before', eval_prompt: 'Seen before' }]));
  const judged = (question_id: number, model: string, scores: readonly number[]) =>
    scores.map((score, at) => ({
      question_id,
      model,
      judge: ['j', 'single-v1'],
      user_prompt: 'p',
      judgment: '',
      score,
      turn: at + 1,
    }));
  const judgements = [
    ...judged(1, WEAK, [7, 4.5]),
    ...judged(1, STRONG, [10, 9]),
    ...judged(2, WEAK, [1, 1]),
    ...judged(2, STRONG, [8, 8]),
    ...judged(3, WEAK, [10, 10]),
    ...judged(4, WEAK, [5, -1]),
    ...judged(4, STRONG, [5, 6]),
    ...judged(9, STRONG, [5]),
    ...judged(1, WEAK, [1]),
  ];
  writeFileSync(join(at, 'judgements.jsonl'), lines(judgements));
}
