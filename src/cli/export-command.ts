import { relative } from 'node:path';
import { exportFromReport } from '../app/export/export-from-report.js';
import type { ExportRecord } from '../domain/exported.js';
import { percentText } from '../domain/measured-text.js';
import { exportOptions } from './export-options.js';
import { colour } from './print/colour.js';

/** `routelab export`: a measured router as files. */
export async function exportCommand(request: {
  readonly results: string | undefined;
  readonly target: string;
  /** `name=value`, each once. */
  readonly options: readonly string[];
  readonly maxDisagreement: number | undefined;
  readonly strategy: string | undefined;
  readonly out: string | undefined;
  readonly refit: boolean;
  readonly force: boolean;
}): Promise<number> {
  const { target, options, maxDisagreement, ...rest } = request;
  const most = maxDisagreement === undefined ? {} : { max_disagreement: maxDisagreement };
  const { files, record, next } = await exportFromReport({ ...rest, entry: { ...exportOptions(options), ...most, target } });
  for (const file of files) process.stdout.write(`${relative(process.cwd(), file)}\n`);
  for (const obstacle of record.forcedOver)
    process.stderr.write(`${colour.yellow('warn')}  exported by --force although ${obstacle}; export.json says so\n`);
  for (const clause of record.unsupported) process.stderr.write(`${colour.yellow('warn')}  ${target} can't express: ${clause}\n`);
  process.stderr.write(`${record.target}: ${record.mode}, ${record.fidelity}; ${agreeText(record)}\n`);
  if (record.environment.length > 0) process.stderr.write(`needs  ${record.environment.join(', ')} in the environment\n`);
  process.stderr.write(`next  ${next}\n`);
  return 0;
}

/** `1,622 decisions agree with the measured router`, or how many differ and what that costs. */
export function agreeText({ verified: { decisions, differing }, loss }: ExportRecord): string {
  if (differing === 0) return `${decisions} decisions agree with the measured router`;
  const share = loss?.disagreement.value;
  const lost = share == null ? '' : `, ${percentText(share)} of the measured queries`;
  // A target that asks nobody else on an error differs on nearly all, and yet asks the same model.
  const chains = loss?.fallbacks.value ?? 0;
  const first = chains > (share ?? 0) ? ` in whom is asked first, ${percentText(chains)} in whom on an error` : '';
  return `${differing} of ${decisions} decisions differ from the measured router${lost}${first}`;
}
