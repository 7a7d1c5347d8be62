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
