import { dirname, relative, resolve } from 'node:path';
import { incompleteTexts } from '../app/outcome/incomplete-text.js';
import type { Incomplete } from '../app/outcome/what-lacks.js';
import { renderResults } from '../app/report/render-results.js';
import type { RanWorkspace } from '../app/run/finish-run.js';
import type { Results } from '../domain/results.js';
import { type Check, runChecks, stops } from '../report/check-view.js';
import { lookText } from '../report/protocol-text.js';
import { agreeText } from './export-command.js';
import { tellPipeline } from './pipeline.js';
import { colour } from './print/colour.js';
import { agreementLines } from './print/print-agreement.js';
import { printResults } from './print/print-results.js';

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
  const stopping = checks.filter((check) => stops(check, request.strict));
  if (request.json) {
    const { results, reportDir, rescored, incomplete } = ran;
    const more = { ...(rescored === null ? {} : { rescored }), ...(incomplete === null ? {} : { incomplete }) };
    const document = { results, reportDir, exports: exportsOf(ran), ...more };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    for (const warning of ran.warnings) process.stderr.write(`${colour.yellow('warn')}  ${warning}\n`);
    await printResults(ran.results, request.quiet, strictSentence(stopping));
    if (!request.quiet && ran.incomplete !== null) printIncomplete(ran.incomplete);
    if (!request.quiet) printWritten(ran, request.also ?? [], stopping.length > 0);
  }
  warnOfRefused(ran);
  if (request.json || request.quiet) warnOfStaleExports(ran);
  await tellPipeline({
    checks,
    strict: request.strict,
    junit: request.junit,
    file: resolve(request.experimentFile),
    gateLines: ran.gateLines,
    markdown: () =>
      renderResults(ran.results, 'md', { testLook: ran.testLook, exports: exportsOf(ran).map(({ record }) => record) }),
  });
  return stopping.length > 0 || ran.refused.length > 0 ? 3 : 0;
}

/** What was written and what was refused, with the folders. */
function exportsOf({ exported, refused }: RanWorkspace) {
  return [...exported, ...refused.map(({ dir, record, refusal }) => ({ dir, files: [], record, refusal }))];
}

/** A refused export is told however quiet the run is to be: its folder isn't there, and the exit code is 3. */
function warnOfRefused({ refused }: RanWorkspace): void {
  for (const { refusal } of refused)
    process.stderr.write(`${colour.yellow('warn')}  export refused: ${refusal?.message}\n hint  ${refusal?.hint}\n`);
}

/** What `--strict` alone stops, with the number that was measured: the verdict says nothing of it. Null for nothing. */
function strictSentence(stopping: readonly Check[]): string | null {
  const open = stopping.filter(({ verdict, suite }) => verdict === 'undecided' && suite !== 'choice');
  return open.length === 0 ? null : `Not passed under --strict: ${open.map(({ sentence }) => sentence).join(' ')}`;
}

/** `none written: …; exports/router still holds the router of an earlier run`; null where there is nothing to say. */
function notWritten({ heldBack, staleExports }: RanWorkspace): string | null {
  const held = heldBack.length > 0;
  if (!held && staleExports.length === 0) return null;
  const stale = staleExports.map((dir) => `${here(dir)} still holds the router of an earlier run`);
  return [`none written${held ? `: the chosen router must not ship (${heldBack.join('; ')})` : ''}`, ...stale].join('; ');
}

/** Where the export line isn't printed, a folder that is older than the run must still not pass for its export. */
function warnOfStaleExports(ran: RanWorkspace): void {
  if (ran.staleExports.length > 0) process.stderr.write(`${colour.yellow('warn')}  export: ${notWritten(ran)}\n`);
}

/** What the recordings lack, before the files that say what was made of the rest. */
function printIncomplete(incomplete: Incomplete): void {
  const { counts, cells, fixes } = incompleteTexts(incomplete);
  const lines = [
    ...counts.map((text) => `${colour.yellow('lacking')}  ${text}`),
    ...cells.map((text) => `         ${text}`),
    ...fixes.map((text) => `fix      ${text}`),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}

function here(path: string): string {
  return relative(process.cwd(), path) || '.';
}

function printWritten(ran: RanWorkspace, also: NonNullable<ShowRequest['also']>, stopped: boolean): void {
  if (ran.rescored !== null) process.stderr.write(`${agreementLines(ran.rescored).join('\n')}\n`);
  const look = lookText(ran, ran.results);
  const none = notWritten(ran);
  const lines = [
    ...(ran.unchanged ? ['as       an earlier run left it: nothing that it reads has changed (--no-cache compares again)'] : []),
    `report   ${here(ran.reportDir)}/report.html`,
    ...filesWritten(ran),
    ...also.map(([word, path]) => `${word.padEnd(8)} ${here(path)}`),
    ...(look === null ? [] : [`looks    ${look}`]),
    ...ran.exported.map(({ dir, record }) => `export   ${here(dir)} · ${record.mode}, ${record.fidelity} · ${agreeText(record)}`),
    ...(none === null ? [] : [`export   ${none}`]),
    ...nextSteps(ran.results, here(ran.reportDir), stopped).map(
      (command, index) => `${index === 0 ? 'next     ' : '         '}${command}`,
    ),
  ];
  process.stderr.write(`${lines.map((line) => colour.dim(line)).join('\n')}\n`);
}

/** Beside the page; what shards leave out is told with its reason. */
function filesWritten({ results, texts }: RanWorkspace): string[] {
  const { streamed } = results;
  if (streamed === undefined)
    return [
      '         results.json · metrics.csv · decisions.csv · queries.csv · queries.pack · summary.md · routers/',
      `texts    ${texts}`,
    ];
  return [
    '         results.json · metrics.csv · summary.md · routers/',
    ...streamed.leftOut.map(({ what, why }, index) => `${index === 0 ? 'left out' : '        '} ${what}: ${why}`),
  ];
}

/** One to three commands that make sense now; exporting does not where a check stops. */
function nextSteps(results: Results, reportDir: string, stopped: boolean): string[] {
  const chosen = 'rowId' in results.choice;
  const routers = results.rows.some(({ kind }) => kind === 'router');
  // What export takes by itself is the latest report below the folder it is called in.
  const from = dirname(reportDir) === 'reports' ? '' : `${reportDir} `;
  return [
    `routelab report ${reportDir}/results.json --format md -o -`,
    ...(routers && !chosen ? ['routelab validate'] : []),
    ...(chosen && !stopped
      ? [`routelab export ${from}--target router${results.protocol.reportedOn === 'crossfit' ? ' --refit' : ''}`]
      : []),
  ];
}
