import { type Problem, problemLine, UserError } from '../../domain/user-error.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

/** Prints an error to stderr and gives the exit code: the user's to mend without a stack, ours with one. */
export function printError(thrown: unknown): number {
  const error = systemError(thrown) ?? thrown;
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

/** What a file system says when it is full, or lets nobody write or read. */
const SYSTEM: Readonly<Record<string, { readonly says: string; readonly exitCode: 2 | 4 }>> = {
  ENOSPC: { says: 'no space left on the device', exitCode: 4 },
  EDQUOT: { says: 'the disk quota is used up', exitCode: 4 },
  EROFS: { says: 'the file system is read-only', exitCode: 2 },
  EACCES: { says: 'permission denied', exitCode: 2 },
  EPERM: { says: 'operation not permitted', exitCode: 2 },
};

/** Neither the user's input nor a fault of ours: what was written so far stays. Null for every other error. */
function systemError(error: unknown): UserError | null {
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException;
  const known = SYSTEM[code];
  if (!(error instanceof Error) || known === undefined) return null;
  const where = path === undefined ? {} : { file: path };
  const hint = known.exitCode === 4 ? { hint: 'make room and give the same command again: what is written stays' } : {};
  return new UserError({ ...where, message: known.says, ...hint }, known.exitCode);
}

/** Problems as lines: what is wrong, where in the text, what to do about it. */
export function problemLines(problems: readonly Problem[], word = colour.red('error')): string[] {
  return problems.flatMap((problem) => [
    `${word}  ${problemLine(problem)}`,
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
