import { explainRecording } from '../app/explain-recording.js';
import { findExperiment } from '../app/find-experiment.js';
import { pruneRecordings } from '../app/prune-recordings.js';
import { recordingsStats } from '../app/recordings-stats.js';
import { redactRecordings } from '../app/redact-recordings.js';
import { verifyRecordings } from '../app/verify-recordings.js';
import { UserError } from '../domain/user-error.js';
import { explainedLines } from './print-explained.js';
import { statsLines } from './print-recordings-stats.js';
import { prunedLines, redactedLines } from './print-rewritten.js';
import { verifiedLines } from './print-verified.js';

interface RecordingsArguments {
  readonly action: 'stats' | 'verify' | 'explain' | 'prune' | 'redact';
  readonly query: string | undefined;
  readonly model: string | undefined;
  readonly experiment: string | undefined;
  readonly unused: boolean;
  readonly yes: boolean;
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
function checkWords({ action, query, model, unused, yes }: RecordingsArguments): void {
  if (action === 'explain' && (query === undefined || model === undefined))
    throw new UserError({ field: query === undefined ? '<query>' : '<model>', message: 'is missing', accepted: EXPLAIN });
  if (action !== 'explain' && query !== undefined)
    throw new UserError({ message: 'is one word too many', value: query, accepted: `routelab recordings ${action}` });
  if (action === 'prune' && !unused)
    throw new UserError({ message: 'say what to drop', accepted: 'routelab recordings prune --unused' });
  if (action !== 'prune' && unused) throw new UserError({ field: '--unused', message: 'is for recordings prune' });
  if (action !== 'prune' && action !== 'redact' && yes)
    throw new UserError({ field: '--yes', message: 'is for recordings prune and recordings redact' });
}

function print<T>(json: boolean, value: T, lines: (value: T) => readonly string[]): 0 {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines(value).join('\n')}\n`);
  return 0;
}
