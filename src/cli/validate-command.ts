import { findExperiment } from '../app/find-experiment.js';
import { validateWorkspace } from '../app/validate.js';
import { colour } from './colour.js';
import { problemLines } from './print-error.js';

/** `routelab validate`: every problem, one line each; exit 2 when there is one. */
export async function validateCommand(request: {
  readonly experiment: string | undefined;
  readonly json: boolean;
}): Promise<number> {
  const file = await findExperiment(request.experiment, process.cwd());
  const problems = await validateWorkspace(file);
  if (request.json) process.stdout.write(`${JSON.stringify({ file, problems })}\n`);
  else {
    for (const line of problemLines(problems)) process.stdout.write(`${line}\n`);
    if (problems.length === 0)
      process.stdout.write(`${colour.green('ok')}  ${file}: experiment, models, strategies, dataset and recordings are valid\n`);
    else process.stderr.write(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  }
  return problems.length === 0 ? 0 : 2;
}
