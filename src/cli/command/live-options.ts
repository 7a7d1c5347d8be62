import type { Options } from 'yargs';
import { type Arguments, flagOption, textOption } from './command.js';

/** What a command line says of calls to a provider, as it stands there. */
export interface LiveArguments {
  readonly dryRun: boolean;
  readonly maxCost: unknown;
  readonly allowUnpriced: boolean;
  readonly concurrency: string;
  readonly maxRetries: unknown;
  readonly attemptTimeout: string;
  readonly totalTimeout: string;
  readonly giveUpAfter: string;
  readonly envFile: string | undefined;
  readonly progress: string;
}

/** Options of every command that may call a provider. `when` stands before each text; the rest differs by what is called. */
export function liveOptions(given: {
  readonly when: string;
  readonly maxCost: string;
  readonly allowUnpriced: string;
  readonly concurrency: string;
  readonly giveUpAfter: string;
  readonly attemptTimeout: string;
}): Readonly<Record<string, Options>> {
  const told = (text: string): string => `${given.when}${text}`;
  return {
    'dry-run': { type: 'boolean', default: false, describe: told('show calls, tokens and cost; send nothing') },
    'max-cost': { type: 'number', describe: told(given.maxCost) },
    'allow-unpriced': { type: 'boolean', default: false, describe: told(given.allowUnpriced) },
    concurrency: { type: 'string', default: '4-32', describe: told(given.concurrency) },
    'max-retries': { type: 'number', default: 5, describe: told('attempts after the first; 0 for none') },
    'attempt-timeout': { type: 'string', default: given.attemptTimeout, describe: told('time for one attempt') },
    'total-timeout': { type: 'string', default: '10m', describe: told('time for a call with its retries and waits') },
    'give-up-after': { type: 'string', default: '10s', describe: told(given.giveUpAfter) },
    'env-file': { type: 'string', describe: told('file of NAME=value lines that hold keys') },
    progress: {
      choices: ['auto', 'json', 'none'] as const,
      default: 'auto',
      describe: told('a line on a terminal, JSON lines, or nothing'),
    },
  };
}

/** The values of those options. */
export function liveArguments(parsed: Arguments): LiveArguments {
  return {
    dryRun: flagOption(parsed, 'dry-run'),
    maxCost: parsed['max-cost'],
    allowUnpriced: flagOption(parsed, 'allow-unpriced'),
    concurrency: textOption(parsed, 'concurrency') ?? '',
    maxRetries: parsed['max-retries'],
    attemptTimeout: textOption(parsed, 'attempt-timeout') ?? '',
    totalTimeout: textOption(parsed, 'total-timeout') ?? '',
    giveUpAfter: textOption(parsed, 'give-up-after') ?? '',
    envFile: textOption(parsed, 'env-file'),
    progress: textOption(parsed, 'progress') ?? 'auto',
  };
}
