import { relative, resolve } from 'node:path';
import type { RanWorkspace } from '../app/finish-run.js';
import { renderResults } from '../app/render-results.js';
import type { Results } from '../domain/results.js';
import { runChecks, stops } from '../report/check-view.js';
import { lookText } from '../report/protocol-text.js';
import { colour } from './colour.js';
import { tellPipeline } from './pipeline.js';
import { agreementLines } from './print-agreement.js';
import { printResults } from './print-results.js';

export interface ShowRequest {
  readonly experimentFile: string;
  readonly junit: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Files written besides the report, each under a word of at most eight letters. */
  readonly also?: readonly (readonly [word: string, path: string])[];
}

/** Prints a comparison and where it was written, tells a pipeline, and gives the exit code: 3 where a check stops. */
export async function showRun(ran: RanWorkspace, request: ShowRequest): Promise<number> {
  const checks = runChecks(ran.results);
  if (request.json) {
    const { results, reportDir, exported, rescored } = ran;
    const document = { results, reportDir, exports: exported, ...(rescored === null ? {} : { rescored }) };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    for (const warning of ran.warnings) process.stderr.write(`${colour.yellow('warn')}  ${warning}\n`);
    await printResults(ran.results, request.quiet);
    if (!request.quiet) printWritten(ran, request.also ?? []);
  }
  await tellPipeline({
    checks,
    strict: request.strict,
    junit: request.junit,
    file: resolve(request.experimentFile),
    gateLines: ran.gateLines,
    markdown: () => renderResults(ran.results, 'md', ran),
  });
  return checks.some((check) => stops(check, request.strict)) ? 3 : 0;
}

function printWritten(ran: RanWorkspace, also: NonNullable<ShowRequest['also']>): void {
  if (ran.rescored !== null) process.stderr.write(`${agreementLines(ran.rescored).join('\n')}\n`);
  const here = (path: string): string => relative(process.cwd(), path) || '.';
  const look = lookText(ran);
  const lines = [
    `report   ${here(ran.reportDir)}/report.html`,
    `         results.json · metrics.csv · decisions.csv · queries.csv · summary.md · routers/`,
    ...also.map(([word, path]) => `${word.padEnd(8)} ${here(path)}`),
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
