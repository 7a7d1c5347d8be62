import { type Problem, UserError } from '../domain/user-error.js';

/** Problems listed one by one; the rest is counted. */
const MOST_PROBLEMS = 50;

/** Collects what is wrong with a file, to be told in one go. */
export interface ProblemList {
  note(problem: Problem, line?: number): void;
  /** @throws UserError with all of them, if there are any */
  throwAny(): void;
}

/** An unknown column stands on every line of a file as a rule: it is told once, with the number of lines. */
export function problemList(file: string): ProblemList {
  const problems: Problem[] = [];
  const columns = new Map<string, { readonly at: number; lines: number }>();
  let more = 0;
  return {
    note(problem, line) {
      const column = problem.message === 'unknown column' ? problem.field : undefined;
      const held = column === undefined ? undefined : columns.get(column);
      if (held !== undefined) held.lines++;
      else if (problems.length >= MOST_PROBLEMS) more++;
      else {
        if (column !== undefined) columns.set(column, { at: problems.length, lines: 1 });
        problems.push({ file, ...(line === undefined ? {} : { line }), ...problem });
      }
    },
    throwAny() {
      for (const { at, lines } of columns.values()) {
        const problem = problems[at];
        if (problem !== undefined && lines > 1) problems[at] = { ...problem, message: `${problem.message}, on ${lines} lines` };
      }
      if (more > 0) problems.push({ file, message: `… and ${more} more` });
      if (problems.length > 0) throw new UserError(problems);
    },
  };
}
