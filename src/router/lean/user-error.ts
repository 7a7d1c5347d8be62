import type { Problem, UserExitCode } from '../../domain/user-error.js';

/** `domain/user-error.ts` where every byte counts: one plain sentence a problem. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: UserExitCode = 2;

  constructor(problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = Array.isArray(problems) ? problems : [problems as Problem];
    super(list.map(({ field = '', message, accepted = '' }) => `${field} ${message}; ${accepted}`).join('\n'));
    this.problems = list;
  }
}
