import { relative } from 'node:path';
import { exportFromReport } from '../app/export-from-report.js';
import { colour } from './colour.js';

/** `routelab export`: a measured router as files. */
export async function exportCommand(request: {
  readonly results: string | undefined;
  readonly target: string;
  readonly strategy: string | undefined;
  readonly out: string | undefined;
  readonly refit: boolean;
  readonly force: boolean;
}): Promise<number> {
  const written = await exportFromReport(request);
  for (const file of written.files) process.stdout.write(`${relative(process.cwd(), file)}\n`);
  for (const obstacle of written.overridden)
    process.stderr.write(`${colour.yellow('warn')}  exported by --force although ${obstacle}; provenance.forcedOver says so\n`);
  process.stderr.write(
    `${written.target}: ${written.outcome.mode}, ${written.outcome.fidelity}; ${written.verified} golden decisions agree with the measured router\n` +
      `next  import { loadRouter } from 'routelab/router'\n`,
  );
  return 0;
}
