import { UserError } from '../domain/user-error.js';
import { compileCondition } from '../router/condition.js';
import type { Condition, InputSpec } from '../router/config.js';

/** A condition the runtime accepts; its refusal is told with the place in the file. */
export function checkedCondition(condition: Condition, input: InputSpec, field: string): Condition {
  return checkedBy((one) => compileCondition(one, input), condition, field);
}

/** A condition that one of the runtime's compilers accepts. */
export function checkedBy(compile: (condition: Condition) => unknown, condition: Condition, field: string): Condition {
  try {
    compile(condition);
    return condition;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((problem) => ({ ...problem, field: problem.field === undefined ? field : `${field}.${problem.field}` })),
    );
  }
}
