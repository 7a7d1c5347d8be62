import { findExperiment } from '../app/load/find-experiment.js';
import { checkWorkspace } from '../app/validate/validate.js';
import { colour } from './print/colour.js';
import { problemLines } from './print/print-error.js';

/** `routelab validate`: every problem and warning, one line each; exit 2 with a problem, 3 with a warning under `--strict`. */
export async function validateCommand(request: {
  readonly experiment: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
}): Promise<number> {
  const file = await findExperiment(request.experiment, process.cwd());
  const { problems, warnings, notes } = await checkWorkspace(file, process.env);
  if (request.json) process.stdout.write(`${JSON.stringify({ file, problems, warnings, notes })}\n`);
  else {
    const lines = [...problemLines(problems), ...problemLines(warnings, colour.yellow('warn')), ...notes.map(noteLine)];
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (problems.length === 0)
      process.stdout.write(`${colour.green('ok')}  ${file}: experiment, models, strategies, dataset and recordings are valid\n`);
    else process.stderr.write(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  }
  if (problems.length > 0) return 2;
  return request.strict && warnings.length > 0 ? 3 : 0;
}

function noteLine(note: string): string {
  return `${colour.dim('note')}   ${note}`;
}
