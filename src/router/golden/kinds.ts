import type { RouterConfig } from '../config.js';

/** Requests of each type that a router by cohorts tells apart, beside ones that miss it by a little. */
const KINDS = [
  'Write a Python script.',
  'write me sql',
  'please build the rust',
  'Create one small but useful function',
  'create one very small but useful function',
  'Explain what this method does',
  'Explain what this\nmethod does',
  'debug the stack trace',
  "why isn't it? an exception",
  'what’s wrong: a bug',
  'review my pull request',
  'reviewing my pull request',
  'Plan the database schema',
  'should I choose postgres or redis',
  'tradeoff between kafka and mysql',
  'How do I structure it?',
  'Solve this equation',
  'prove a theorem by integral calculus',
  'if it rains then what',
  'suppose a list',
  'supposed to be',
  'statistics of a coin, and its probability',
  'Draft a short email',
  'polish this sentence',
  'make it more formal',
  'help me concise',
  '  Who is it?',
  'so who is it?',
  'which were they',
  'define ethics',
  'how many sheep are there',
  'how to spell it',
  '```js```',
  'x = y',
  'it costs $5',
  'A. one\nB) two ',
  'a. one',
  'A.one',
  'xclass',
  'class_',
  'éclass',
  'classé',
  '用python写',
  'ſolve it',
  '日本語 and some more English',
  '日本語 and a good deal more of plain English to go',
  'Who\u00a0is it?',
];

/** Probes of routers that predict by cohorts. */
export function kindTexts(config: RouterConfig): readonly string[] {
  return byCohorts(config.pipeline) ? KINDS : [];
}

function byCohorts(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if ((value as { readonly type?: unknown }).type === 'cohorts') return true;
  return Object.keys(value).some((key) => byCohorts((value as Readonly<Record<string, unknown>>)[key]));
}
