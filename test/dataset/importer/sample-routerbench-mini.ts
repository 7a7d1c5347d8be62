import { writeParquet } from '../../support/parquet.js';
import { csvCell } from './sample-routerbench.js';

const HEADER =
  'canonical_id,dataset,task_family,task_type,task_subtype,difficulty_group,strategy,selected_role,selected_model,correct,cost,latency_ms,strong_used,strong_calls,cheap_calls,prompt_tokens,completion_tokens,routing_score,threshold,verification_reason,answer';

type Row = readonly string[];

const row = (
  id: string,
  strategy: string,
  role: 'cheap' | 'strong',
  correct: string,
  facts: { cost?: string; calls?: Row; answer?: string } = {},
): Row => [
  id,
  id.split(':')[0] ?? '',
  'text',
  'math',
  'word_problem',
  'standard',
  strategy,
  role,
  role === 'cheap' ? 'small-35b' : 'large-397b',
  correct,
  facts.cost ?? (role === 'cheap' ? '0.0001' : '0.0008'),
  role === 'cheap' ? '407.54' : '1200',
  role === 'cheap' ? '0' : '1',
  ...(facts.calls ?? (role === 'cheap' ? ['0', '1'] : ['1', '0'])),
  '132',
  '16',
  '',
  '',
  '',
  facts.answer ?? '6',
];

/** Two queries under two single models, a router and a cascade. */
export const MINI_ROWS: readonly Row[] = [
  row('gsm8k:68', 'always_cheap', 'cheap', '0'),
  row('arc:3', 'always_cheap', 'cheap', '1', { answer: '{"name": "f"}' }),
  row('gsm8k:68', 'always_strong', 'strong', '1', { answer: 'six,\nor 6' }),
  row('arc:3', 'always_strong', 'strong', '1', { cost: '' }),
  row('gsm8k:68', 'task_aware', 'strong', '1'),
  row('arc:3', 'task_aware', 'cheap', '1'),
  row('gsm8k:68', 'reflection', 'strong', '1', { cost: '0.0009', calls: ['1', '1'] }),
  row('arc:3', 'reflection', 'cheap', '1'),
];

export function miniCsv(rows: readonly Row[] = MINI_ROWS): string {
  return `${[HEADER, ...rows.map((cells) => cells.map(csvCell).join(','))].join('\n')}\n`;
}

/** The same in Parquet, numbers as numbers. */
export function miniParquet(path: string): void {
  const columns = HEADER.split(',').map((name, index) => {
    const cells = MINI_ROWS.map((cells) => cells[index] ?? '');
    if (['correct', 'strong_calls', 'cheap_calls', 'prompt_tokens', 'completion_tokens'].includes(name)) {
      return { name, data: cells.map((cell) => BigInt(cell)), type: 'INT64' as const };
    }
    if (['cost', 'latency_ms'].includes(name)) {
      return { name, data: cells.map((cell) => (cell === '' ? null : Number(cell))), type: 'DOUBLE' as const };
    }
    return { name, data: cells, type: 'STRING' as const };
  });
  writeParquet(path, columns);
}

/** The manifest of the two tasks, and of one without results. */
export const MINI_TASKS = [
  { id: 'x1', canonical_id: 'gsm8k:68', question: 'How many?', answer: 6, choices: [], image_path: null, tools: [] },
  { id: 'arc:3', question: 'Which?', answer: 2, choices: ['a', 'b', 'c'], image_path: 'i.png', tools: [{ name: 't' }] },
  { id: 'unused', question: 'Never asked', answer: 'x', choices: [] },
]
  .map((task) => `${JSON.stringify(task)}\n`)
  .join('');
