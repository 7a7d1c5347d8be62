import { problemLine, UserError } from '../domain/user-error.js';
import { colour } from './colour.js';

/** Prints an error to stderr and gives the exit code: the user's to mend without a stack, ours with one. */
export function printError(error: unknown): number {
  if (error instanceof UserError) {
    for (const problem of error.problems) {
      process.stderr.write(`${colour.red('error')}  ${problemLine(problem)}\n`);
      if (problem.hint !== undefined) process.stderr.write(`${colour.dim(' hint')}  ${problem.hint}\n`);
    }
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${colour.red('bug')}  This is a fault in routelab, not in your input.\n${stack}\n`);
  return 1;
}
