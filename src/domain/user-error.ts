/** One thing wrong with the user's input: where it stands, what it is, what would be accepted. */
export interface Problem {
  readonly message: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** Path of the field inside the file or record, e.g. `split.train`. */
  readonly field?: string;
  /** The field's key is meant, not its value: where a file has places, this one is the key's. */
  readonly ofKey?: true;
  /** The offending value as the user wrote it. */
  readonly value?: string;
  /** What would be accepted, in words or as a list. */
  readonly accepted?: string;
  /** The accepted word closest to the value. */
  readonly nearest?: string;
  /** What to do next, one line each. */
  readonly hint?: string;
  /** A text the user wrote, with the stretch of it that is meant: `from` counts from 0. */
  readonly excerpt?: { readonly text: string; readonly from: number; readonly length: number };
}

/** Exit codes of the command line: 2 usage or input, 3 gate or constraint not met, 4 incomplete. */
export type UserExitCode = 2 | 3 | 4;

/** The user can mend this: shown without a stack. Everything else that is thrown is a bug of ours. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: UserExitCode;

  constructor(problems: Problem | readonly Problem[] | string, exitCode: UserExitCode = 2) {
    const list: readonly Problem[] =
      typeof problems === 'string' ? [{ message: problems }] : Array.isArray(problems) ? problems : [problems as Problem];
    super(list.map(problemLine).join('\n'));
    this.name = 'UserError';
    this.problems = list;
    this.exitCode = exitCode;
  }
}

/** `file:line:column  message; accepted: …. Did you mean "…"?` in one line. */
export function problemLine(problem: Problem): string {
  const at = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter((part) => part !== undefined)
    .join(':');
  const parts = [at, problem.field, problem.message].filter((part) => part !== undefined && part !== '');
  const got = problem.value === undefined ? '' : ` (got ${problem.value})`;
  const accepted = problem.accepted === undefined ? '' : `; accepted: ${problem.accepted}`;
  const nearest = problem.nearest === undefined ? '' : `. Did you mean "${problem.nearest}"?`;
  return `${parts.join('  ')}${got}${accepted}${nearest}`;
}
