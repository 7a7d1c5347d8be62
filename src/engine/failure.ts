import { type Problem, UserError, type UserExitCode } from '../domain/user-error.js';

/** What went wrong in a unit, as it travels. */
export type Failure =
  | { readonly kind: 'user'; readonly problems: readonly Problem[]; readonly exitCode: UserExitCode }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof UserError) return { kind: 'user', problems: error.problems, exitCode: error.exitCode };
  const own = error instanceof Error ? error : new Error(String(error));
  return { kind: 'bug', message: own.message, stack: own.stack ?? own.message };
}

/** The error again, as the unit threw it. */
export function errorOf(failure: Failure, unit: string): Error {
  if (failure.kind === 'user') return new UserError(failure.problems, failure.exitCode);
  const error = new Error(`unit "${unit}": ${failure.message}`);
  error.stack = failure.stack;
  return error;
}
