import { relative } from 'node:path';
import { appendStepSummary, writeJunit } from '../app/report/write-checks.js';
import type { Check } from '../report/check-view.js';
import { annotationLines } from '../report/github-annotations.js';
import { colour } from './print/colour.js';

/** What a pipeline is told besides the exit code. */
export interface PipelineReport {
  readonly checks: readonly Check[];
  readonly strict: boolean;
  /** Where to write JUnit XML, if anywhere. */
  readonly junit: string | undefined;
  /** The file annotations point at (null: none), and the line of each gate in it. */
  readonly file: string | null;
  readonly gateLines: readonly (number | null)[];
  /** For the step's summary page. */
  readonly markdown: () => Promise<string>;
}

/** Writes JUnit XML where asked for; in GitHub Actions also annotates what does not pass and adds to the step's summary. */
export async function tellPipeline(report: PipelineReport, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { checks, strict, junit } = report;
  if (junit !== undefined) {
    await writeJunit(junit, checks, strict);
    process.stderr.write(`${colour.dim(`junit    ${relative(process.cwd(), junit) || junit}`)}\n`);
  }
  if (env['GITHUB_ACTIONS'] === 'true') {
    const root = env['GITHUB_WORKSPACE'] ?? process.cwd();
    const file = report.file === null ? null : relative(root, report.file).replaceAll('\\', '/');
    const lines = annotationLines(checks, { file, gateLines: report.gateLines }, strict);
    // To stderr, where the runner reads commands too: stdout may be one JSON document.
    process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '' && !(await appendStepSummary(summary, await report.markdown()))) {
    process.stderr.write('warn  the step summary would be larger than GitHub takes (1 MiB), so none was added\n');
  }
}
