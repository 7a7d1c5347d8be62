import { relative, resolve } from 'node:path';
import { findExperiment } from '../app/find-experiment.js';
import { renderResults } from '../app/render-results.js';
import { runWorkspace } from '../app/run-workspace.js';
import type { Results } from '../domain/results.js';
import { runChecks, stops } from '../report/check-view.js';
import { lookText } from '../report/protocol-text.js';
import { colour } from './colour.js';
import { tellPipeline } from './pipeline.js';
import { agreementLines } from './print-agreement.js';
import { printResults } from './print-results.js';
import { openProgress } from './progress.js';

interface RunRequest {
  readonly experiment: string | undefined;
  readonly out: string | undefined;
  readonly onMissing: 'skip' | 'fail' | undefined;
  readonly remeasure: boolean;
  /** Empty for the usual scorer. */
  readonly rescore: string | undefined;
  readonly gates: readonly string[];
  readonly junit: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `routelab run`: exit 0, or 3 when no strategy meets the constraints, the test part contradicts the choice, or a gate fails. */
export async function runCommand(request: RunRequest): Promise<number> {
  const experimentFile = await findExperiment(request.experiment, process.cwd());
  const progress = openProgress(!request.quiet && !request.json);
  const ran = await runWorkspace({
    experimentFile,
    ...(request.out === undefined ? {} : { reportsDir: request.out }),
    ...(request.onMissing === undefined ? {} : { onMissing: request.onMissing }),
    remeasure: request.remeasure,
    ...(request.rescore === undefined ? {} : { rescore: request.rescore }),
    gates: request.gates,
    command: ['routelab', ...process.argv.slice(2)],
    onStage: progress.stage,
  }).finally(() => progress.done());
  const checks = runChecks(ran.results);
  if (request.json) {
    const { results, reportDir, exported, rescored } = ran;
    const document = { results, reportDir, exports: exported, ...(rescored === null ? {} : { rescored }) };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    for (const warning of ran.warnings) process.stderr.write(`${colour.yellow('warn')}  ${warning}\n`);
    await printResults(ran.results, request.quiet);
    if (!request.quiet) printWritten(ran);
  }
  await tellPipeline({
    checks,
    strict: request.strict,
    junit: request.junit,
    file: resolve(experimentFile),
    gateLines: ran.gateLines,
    markdown: () => renderResults(ran.results, 'md', ran),
  });
  return checks.some((check) => stops(check, request.strict)) ? 3 : 0;
}

function printWritten(ran: Awaited<ReturnType<typeof runWorkspace>>): void {
  if (ran.rescored !== null) process.stderr.write(`${agreementLines(ran.rescored).join('\n')}\n`);
  const here = (path: string): string => relative(process.cwd(), path) || '.';
  const look = lookText(ran);
  const lines = [
    `report   ${here(ran.reportDir)}/report.html`,
    `         results.json · metrics.csv · decisions.csv · summary.md · routers/`,
    ...(look === null ? [] : [`looks    ${look}`]),
    ...ran.exported.map(
      (one) => `export   ${here(one.dir)} · ${one.outcome.fidelity} · ${one.verified} decisions agree with the measured router`,
    ),
    ...(ran.heldBack ? ['export   none written: the chosen router must not ship'] : []),
    ...nextSteps(ran.results, here(ran.reportDir)).map(
      (command, index) => `${index === 0 ? 'next     ' : '         '}${command}`,
    ),
  ];
  process.stderr.write(`${lines.map((line) => colour.dim(line)).join('\n')}\n`);
}

/** One to three commands that make sense now. */
function nextSteps(results: Results, reportDir: string): string[] {
  const chosen = 'rowId' in results.choice;
  const routers = results.rows.some(({ kind }) => kind === 'router');
  return [
    `routelab report ${reportDir}/results.json --format md -o -`,
    ...(routers && !chosen ? ['routelab validate'] : []),
    ...(chosen ? [`routelab export --target router${results.protocol.reportedOn === 'crossfit' ? ' --refit' : ''}`] : []),
  ];
}
