import { problemList } from '../../dataset/problem-list.js';

/** Problems that are held: more than are told one by one. */
const MOST_HELD = 1000;

interface RepeatedId {
  readonly id: string;
  readonly line: number;
  readonly first: number;
}

/** Collects ids that stand on several lines of a dataset, met in any order, and tells them as who reads it line by line. */
export interface RepeatedIds {
  /** @param lines where the id stands */
  note(id: string, lines: readonly number[]): void;
  /** @throws UserError with all of them, the first lines first */
  throwAny(): void;
}

export function repeatedIds(path: string): RepeatedIds {
  let held: RepeatedId[] = [];
  let count = 0;
  const keepFirst = (): void => {
    held = held.sort((a, b) => a.line - b.line).slice(0, MOST_HELD);
  };
  return {
    note(id, lines) {
      const [first = 0, ...others] = lines.toSorted((a, b) => a - b);
      for (const line of others) held.push({ id, line, first });
      count += others.length;
      if (held.length > 2 * MOST_HELD) keepFirst();
    },
    throwAny() {
      keepFirst();
      const problems = problemList(path);
      for (const { id, line, first } of held)
        problems.note({ message: `the id stands on line ${first} already`, field: 'id', value: id }, line);
      for (let left = count - held.length; left > 0; left--) problems.note({ message: 'another' });
      problems.throwAny();
    },
  };
}
