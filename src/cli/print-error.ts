import { type Problem, problemLine, UserError } from '../domain/user-error.js';
import { inertText } from '../report/inert-text.js';
import { colour } from './colour.js';

/** Prints an error to stderr and gives the exit code: the user's to mend without a stack, ours with one. */
export function printError(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(
      problemLines(error.problems)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${colour.red('bug')}  This is a fault in routelab, not in your input.\n${stack}\n`);
  return 1;
}

/** Problems as lines: what is wrong, where in the text, what to do about it. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.flatMap((problem) => [
    `${colour.red('error')}  ${problemLine(problem)}`,
    ...(problem.excerpt === undefined ? [] : excerptLines(problem.excerpt)),
    ...(problem.hint?.split('\n') ?? []).map((hint) => `${colour.dim(' hint')}  ${hint}`),
  ]);
}

/** The text the user wrote, and under it where it goes wrong. */
function excerptLines({ text, from, length }: NonNullable<Problem['excerpt']>): string[] {
  const before = [...inertText(text.slice(0, from))].length;
  const marked = Math.max(1, [...inertText(text.slice(from, from + length))].length);
  return [`       ${inertText(text)}`, `       ${' '.repeat(before)}${colour.red('^'.repeat(marked))}`];
}
