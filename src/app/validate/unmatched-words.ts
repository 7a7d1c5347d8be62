import type { Json, Scalar } from '../../domain/json.js';
import { nearest } from '../../domain/nearest.js';
import type { Problem } from '../../domain/user-error.js';

/** What occurs in a workspace's data, for holding conditions against it. */
export interface Vocabulary {
  /** Values by the name of the signal, without `signals.`. */
  readonly signals: ReadonlyMap<string, readonly Scalar[]>;
  readonly categories: readonly string[];
  readonly difficulties: readonly string[];
  readonly modelIds: readonly string[];
}

/** Operators whose operands are compared for equality. */
const EQUAL = ['$eq', '$ne', '$in', '$nin'];
const SIGNAL = 'signals.';

/**
 * Words of a pipeline, or of a condition, that never occur in the data: names and values of signals, values of `task.*`, model ids in
 * conditions. They are no mistakes for sure: production may know more than the dataset.
 *
 * @param field the path of `value` in its file
 */
export function unmatchedWords(value: Json, vocabulary: Vocabulary, field: string): Problem[] {
  const own = { ...vocabulary, ...classesOf(value, vocabulary) };
  const problems: Problem[] = [];
  walk(value, field, (key, member, at) => problems.push(...wordProblems(key, member, at, own)));
  return problems;
}

/** A pipeline may have classes of its own: whatever its classify stages name counts as known. */
function classesOf(value: Json, { categories, difficulties }: Vocabulary): Pick<Vocabulary, 'categories' | 'difficulties'> {
  const named: string[] = [];
  walk(value, '', (key, member) => {
    if (key === 'classify') walk(member, '', (name, text) => named.push(name, ...(typeof text === 'string' ? [text] : [])));
  });
  return { categories: [...categories, ...named], difficulties: [...difficulties, ...named] };
}

/** Every member of every object, with its key and path; texts in lists come with an empty key. */
function walk(value: Json, at: string, see: (key: string, member: Json, at: string) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      see('', item as Json, `${at}[${index}]`);
      walk(item as Json, `${at}[${index}]`, see);
    }
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const path = at === '' ? key : `${at}.${key}`;
    see(key, member, path);
    walk(member, path, see);
  }
}

function wordProblems(key: string, member: Json, field: string, vocabulary: Vocabulary): Problem[] {
  if (key.startsWith(SIGNAL)) return signalProblems(key.slice(SIGNAL.length), member, field, vocabulary);
  if (typeof member === 'string' && member.startsWith(SIGNAL))
    return signalName(member.slice(SIGNAL.length), field, vocabulary) ?? [];
  const known = valuesOf(key, vocabulary);
  if (known === null) return [];
  return unmatched(member, known).map((value) => ({
    field,
    message: `no query and no class has this ${key}`,
    value,
    ...near(value, known),
  }));
}

function valuesOf(key: string, { categories, difficulties, modelIds }: Vocabulary): readonly string[] | null {
  if (key === 'task.category') return categories;
  if (key === 'task.difficulty') return difficulties;
  return key === 'model.id' ? modelIds : null;
}

function signalProblems(name: string, member: Json, field: string, vocabulary: Vocabulary): Problem[] {
  const unknown = signalName(name, field, vocabulary);
  if (unknown !== null) return unknown;
  const values = (vocabulary.signals.get(name) ?? []).filter((value) => typeof value === 'string');
  // Numbers are measured, not chosen from a list.
  if (values.length === 0) return [];
  return unmatched(member, values).map((value) => ({
    field,
    message: `no query has this value of signals.${name}`,
    value,
    ...near(value, values),
  }));
}

/** Null for a name that occurs. */
function signalName(name: string, field: string, { signals }: Vocabulary): Problem[] | null {
  if (signals.has(name)) return null;
  return [
    { field, ofKey: true, message: 'no query has this signal', value: `${SIGNAL}${name}`, ...near(name, [...signals.keys()]) },
  ];
}

/** Texts that a condition compares for equality and that are not among the known ones. */
function unmatched(condition: Json, known: readonly string[]): string[] {
  const operands =
    condition !== null && typeof condition === 'object' && !Array.isArray(condition)
      ? EQUAL.flatMap((operator) => (condition as Readonly<Record<string, Json>>)[operator] ?? [])
      : [condition];
  return operands.flat().filter((text): text is string => typeof text === 'string' && !known.includes(text));
}

/** Lists are shown where they are short. */
const MOST_ACCEPTED = 12;

function near(word: string, known: readonly string[]): Pick<Problem, 'accepted' | 'nearest'> {
  const distinct = [...new Set(known)];
  const close = nearest(word, distinct);
  const list = distinct.length === 0 ? 'none' : distinct.slice(0, MOST_ACCEPTED).join(', ');
  return {
    accepted: distinct.length > MOST_ACCEPTED ? `${list} …` : list,
    ...(close === undefined ? {} : { nearest: close }),
  };
}
