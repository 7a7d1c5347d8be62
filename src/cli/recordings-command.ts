import { findExperiment } from '../app/load/find-experiment.js';
import { explainRecording } from '../app/recordings/explain-recording.js';
import { pruneRecordings } from '../app/recordings/prune-recordings.js';
import { recordingsSpending } from '../app/recordings/recordings-spending.js';
import { recordingsStats } from '../app/recordings/recordings-stats.js';
import { redactRecordings } from '../app/recordings/redact-recordings.js';
import { verifyRecordings } from '../app/recordings/verify-recordings.js';
import { UserError } from '../domain/user-error.js';
import { explainedLines } from './print/print-explained.js';
import { statsLines } from './print/print-recordings-stats.js';
import { prunedLines, redactedLines } from './print/print-rewritten.js';
import { spendingLines } from './print/print-spending.js';
import { verifiedLines } from './print/print-verified.js';
import { usdOption } from './record-options.js';

interface RecordingsArguments {
  readonly action: 'stats' | 'spending' | 'verify' | 'explain' | 'prune' | 'redact';
  readonly query: string | undefined;
  readonly model: string | undefined;
  readonly experiment: string | undefined;
  readonly unused: boolean;
  readonly yes: boolean;
  readonly billed: unknown;
  readonly json: boolean;
}

const EXPLAIN = 'routelab recordings explain <query> <model>';

/** `routelab recordings`: exit 3 where verify finds a mismatch; nothing is rewritten without `--yes`. */
export async function recordingsCommand(given: RecordingsArguments): Promise<number> {
  checkWords(given);
  const { action, query = '', model = '', yes, json } = given;
  const file = await findExperiment(given.experiment, process.cwd());
  switch (action) {
    case 'stats':
      return print(json, await recordingsStats(file), statsLines);
    case 'spending':
      return print(json, await recordingsSpending(file, usdOption('--billed', given.billed), yes), spendingLines);
    case 'verify': {
      const verified = await verifyRecordings(file, process.env);
      print(json, verified, verifiedLines);
      return verified.findings.length === 0 ? 0 : 3;
    }
    case 'explain':
      return print(json, await explainRecording(file, query, model, process.env), explainedLines);
    case 'prune':
      return print(json, await pruneRecordings(file, yes ? 'routelab recordings prune --unused --yes' : null), prunedLines);
    case 'redact':
      return print(json, await redactRecordings(file, process.env, yes), redactedLines);
  }
}

/** Words and switches that an action lacks, or that belong to another. */
function checkWords({ action, query, model, unused, yes, billed }: RecordingsArguments): void {
  if (action === 'explain' && (query === undefined || model === undefined))
    throw new UserError({ field: query === undefined ? '<query>' : '<model>', message: 'is missing', accepted: EXPLAIN });
  if (action !== 'explain' && query !== undefined)
    throw new UserError({ message: 'is one word too many', value: query, accepted: `routelab recordings ${action}` });
  if (action === 'prune' && !unused)
    throw new UserError({ message: 'say what to drop', accepted: 'routelab recordings prune --unused' });
  if (action !== 'prune' && unused) throw new UserError({ field: '--unused', message: 'is for recordings prune' });
  if (billed !== undefined && action !== 'spending')
    throw new UserError({ field: '--billed', message: 'is for recordings spending' });
  if (yes && !(action === 'prune' || action === 'redact' || (action === 'spending' && billed !== undefined)))
    throw new UserError({ field: '--yes', message: 'is for recordings prune, redact, and spending --billed' });
}

function print<T>(json: boolean, value: T, lines: (value: T) => readonly string[]): 0 {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines(value).join('\n')}\n`);
  return 0;
}
