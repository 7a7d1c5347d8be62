import { writeParquet } from '../../support/parquet.js';

/** One cell of a CSV file. */
export const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const HEADER = [
  '',
  'sample_id',
  'prompt',
  'eval_name',
  'WizardLM/WizardLM-13B-V1.2',
  'gpt-4-1106-preview',
  'WizardLM/WizardLM-13B-V1.2|model_response',
  'gpt-4-1106-preview|model_response',
  'WizardLM/WizardLM-13B-V1.2|total_cost',
  'gpt-4-1106-preview|total_cost',
  'oracle_model_to_route_to',
  'cluster_id',
];

const ROWS = [
  [
    '0',
    'mbpp.dev.1',
    '[\'Write a python function\\nthat says "hi"\']',
    'mbpp',
    '1.0',
    '1.0',
    String.raw`['Here\'s a function:\r\n\ndef f(): ...']`,
    '["def f(): return \'hi\'"]',
    '2.19e-05',
    '0.01091',
    'WizardLM/WizardLM-13B-V1.2',
    '3',
  ],
  [
    '1',
    'mtbench.7',
    "['First\nturn', 'Second turn']",
    'mtbench',
    '',
    '0.9',
    "['one', 'two']",
    "['eins', 'zwei']",
    '',
    '0.02',
    'gpt-4-1106-preview',
    '1',
  ],
  ['2', 'arc.3', "['Which?']", 'arc', '0.0', '0.0', "['A']", "['B']", '0.00001', '0.0005', 'no_model_correct', '0'],
];

/** RouterBench's wide table of three queries and two models, as pandas writes it. */
export const wideCsv = (rows: readonly (readonly string[])[] = ROWS): string =>
  `${[HEADER, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`;

export const wideRows = ROWS;

/** The same queries, a row a query and model. */
export function longCsv(): string {
  const header = 'sample_id,eval_name,model_name,prompt,model_response,performance,cost';
  const rows = [0, 1].flatMap((model) =>
    ROWS.map((row) => [row[1], row[3], HEADER[4 + model], row[2], row[6 + model], row[4 + model], row[8 + model]]),
  );
  return `${header}\n${rows.map((row) => row.map((cell) => csvCell(cell ?? '')).join(',')).join('\n')}\n`;
}

/** The same wide table in Parquet, its turns as lists. */
export function wideParquet(path: string): void {
  const turns = (index: number) => ({ name: HEADER[index] ?? '', data: TURNS[index] ?? [] });
  const numbers = (index: number) => ({
    name: HEADER[index] ?? '',
    data: ROWS.map((row) => (row[index] === '' ? null : Number(row[index]))),
    type: 'DOUBLE' as const,
  });
  const texts = (index: number) => ({
    name: HEADER[index] ?? '',
    data: ROWS.map((row) => row[index] ?? ''),
    type: 'STRING' as const,
  });
  writeParquet(path, [
    texts(1),
    turns(2),
    texts(3),
    numbers(4),
    numbers(5),
    turns(6),
    turns(7),
    numbers(8),
    numbers(9),
    texts(10),
  ]);
}

const TURNS: Readonly<Record<number, string[][]>> = {
  2: [['Write a python function\nthat says "hi"'], ['First\nturn', 'Second turn'], ['Which?']],
  6: [["Here's a function:\r\n\ndef f(): ..."], ['one', 'two'], ['A']],
  7: [["def f(): return 'hi'"], ['eins', 'zwei'], ['B']],
};
