import pc from 'picocolors';
import { findExperiment } from '../app/find-experiment.js';
import { validateWorkspace } from '../app/validate.js';
import { problemLine } from '../domain/user-error.js';

/** `routelab validate`: every problem, one line each; exit 2 when there is one. */
export async function validateCommand(request: {
  readonly experiment: string | undefined;
  readonly json: boolean;
}): Promise<number> {
  const file = await findExperiment(request.experiment, process.cwd());
  const problems = await validateWorkspace(file);
  if (request.json) process.stdout.write(`${JSON.stringify({ file, problems })}\n`);
  else {
    for (const problem of problems) {
      process.stdout.write(`${pc.red('error')}  ${problemLine(problem)}\n`);
      if (problem.hint !== undefined) process.stdout.write(`${pc.dim(' hint')}  ${problem.hint}\n`);
    }
    if (problems.length === 0)
      process.stdout.write(`${pc.green('ok')}  ${file}: experiment, models, strategies, dataset and recordings are valid\n`);
    else process.stderr.write(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  }
  return problems.length === 0 ? 0 : 2;
}
