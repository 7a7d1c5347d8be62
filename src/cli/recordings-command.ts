import { findExperiment } from '../app/find-experiment.js';
import { recordingsStats } from '../app/recordings-stats.js';
import { verifyRecordings } from '../app/verify-recordings.js';
import { statsLines } from './print-recordings-stats.js';
import { verifiedLines } from './print-verified.js';

interface RecordingsArguments {
  readonly action: string;
  readonly experiment: string | undefined;
  readonly json: boolean;
}

/** `routelab recordings`: exit 3 where verify finds a mismatch. */
export async function recordingsCommand(given: RecordingsArguments): Promise<number> {
  const file = await findExperiment(given.experiment, process.cwd());
  if (given.action === 'verify') return verify(file, given.json);
  print(given.json, await recordingsStats(file), statsLines);
  return 0;
}

async function verify(file: string, json: boolean): Promise<number> {
  const verified = await verifyRecordings(file, process.env);
  print(json, verified, verifiedLines);
  return verified.findings.length === 0 ? 0 : 3;
}

function print<T>(json: boolean, value: T, lines: (value: T) => readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines(value).join('\n')}\n`);
}
