import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { rowSchema } from './row-schema.js';

const SPLITS = ['train', 'validation', 'test'];
const SCALAR = 'a text, a number, true, false or null';

/** What each field takes, as messages say it. */
const ACCEPTED: Readonly<Record<string, string>> = {
  id: 'a text that is not empty',
  prompt: 'a text; or messages instead',
  messages: 'a list of {role, content}, at least one; or prompt instead',
  category: 'a text that is not empty; leave it out where there is none',
  difficulty: 'a text that is not empty; leave it out where there is none',
  reference: 'a JSON value',
  choices: 'a list of texts',
  rubric: 'a text',
  group: 'a text that is not empty; leave it out where there is none',
  split: SPLITS.join(', '),
  weight: 'a number above 0',
  embedding: 'a list of numbers, at least one',
  arrived_at: 'a time with its zone, such as 2025-01-31T09:30:00Z',
  signals: SCALAR,
  metadata: 'an object',
};

/** Everything the schema has against a row: message, field, value, what is accepted. Empty where it has nothing. */
export function rowProblems(row: Readonly<Record<string, unknown>>): Problem[] {
  const parsed = rowSchema.safeParse(row);
  if (parsed.success) return [];
  const problems = parsed.error.issues
    .filter(({ path }) => path.length > 0 && !isPromptChoice(path, row))
    .map(({ path }) => problemAt(row, path));
  return isOneQuestion(row) ? problems : [...problems, questionProblem(row)];
}

function problemAt(row: Readonly<Record<string, unknown>>, path: readonly PropertyKey[]): Problem {
  const value = path.reduce<unknown>((held, key) => (held as Record<PropertyKey, unknown> | null | undefined)?.[key], row);
  const top = String(path[0]);
  const accepted = path.length === 1 && top === 'signals' ? `an object of names, each with ${SCALAR}` : ACCEPTED[top];
  const close = top === 'split' && typeof value === 'string' ? nearest(value, SPLITS) : undefined;
  return {
    message: value === undefined ? 'missing' : 'not accepted',
    field: path.map(String).join('.'),
    ...(value === undefined ? {} : { value: shown(value) }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(close === undefined ? {} : { nearest: close }),
  };
}

/** The schema's own word on prompt against messages, which it gives only where nothing else is wrong. */
function isPromptChoice(path: readonly PropertyKey[], row: Readonly<Record<string, unknown>>): boolean {
  return path.length === 1 && path[0] === 'prompt' && !isOneQuestion(row);
}

function isOneQuestion(row: Readonly<Record<string, unknown>>): boolean {
  return (row['prompt'] === undefined) !== (row['messages'] === undefined);
}

function questionProblem(row: Readonly<Record<string, unknown>>): Problem {
  const message = row['prompt'] === undefined ? 'neither prompt nor messages' : 'both prompt and messages';
  return { message, field: 'prompt', accepted: 'one of the two' };
}

/** A value as a message shows it: JSON, cut. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
