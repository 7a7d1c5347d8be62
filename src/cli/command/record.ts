import { defineCommand, flagOption, textOption, textsOption } from './command.js';

/** Live calls: the only command that makes any (and `run --live`, by the same means). */
export const record = defineCommand({
  command: 'record [experiment]',
  describe: 'Ask the models for the answers that are not recorded yet, within a cap on what that may cost',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    mode: {
      choices: ['none', 'missing', 'stale', 'all'] as const,
      default: 'missing',
      describe: 'what to record: nothing; what is missing; also what would be asked differently now or is too old; everything',
    },
    'retry-errors': { type: 'boolean', default: false, describe: 'also record again what failed' },
    model: { type: 'string', array: true, nargs: 1, describe: 'model to record (repeatable; default: all)' },
    query: { type: 'string', array: true, nargs: 1, describe: 'query to record (repeatable; default: all)' },
    limit: { type: 'number', describe: 'only the first so many queries' },
    samples: {
      type: 'number',
      describe: 'recordings of each query by each model (default: record.samples of the experiment, or 1)',
    },
    before: { type: 'string', describe: 'with --mode all: keep what was recorded at this time or later' },
    'dry-run': { type: 'boolean', default: false, describe: 'show calls, tokens and cost; send nothing' },
    'max-cost': { type: 'number', describe: 'USD that may ever be spent on this set of recordings' },
    'allow-unpriced': { type: 'boolean', default: false, describe: 'also ask models whose price nobody knows: outside the cap' },
    concurrency: { type: 'string', default: '4-32', describe: 'calls in flight a model: at the start, and at most' },
    'max-retries': { type: 'number', default: 5, describe: 'attempts after the first; 0 for none' },
    'attempt-timeout': { type: 'string', default: '120s', describe: 'time for one attempt' },
    'total-timeout': { type: 'string', default: '10m', describe: 'time for a call with its retries and waits' },
    'give-up-after': {
      type: 'string',
      default: '10s',
      describe: 'time after which a model is given up to which no connection was ever made',
    },
    'env-file': { type: 'string', describe: 'file of NAME=value lines that hold keys' },
    progress: {
      choices: ['auto', 'json', 'none'] as const,
      default: 'auto',
      describe: 'a line on a terminal, JSON lines, or nothing',
    },
    json: { type: 'boolean', default: false, describe: 'print plan and outcome as one JSON document' },
  },
  examples: [
    ['routelab record --dry-run', 'what is missing, and what it would cost'],
    ['routelab record --max-cost 5', 'record it; the same command goes on after an interruption'],
    ['routelab record --model openai/gpt-4.1-mini --mode stale --max-cost 5', 'record again what would be asked differently now'],
  ],
  handler: async (parsed) => {
    const { recordCommand } = await import('../record-command.js');
    return recordCommand({
      experiment: textOption(parsed, 'experiment'),
      mode: textOption(parsed, 'mode') ?? 'missing',
      retryErrors: flagOption(parsed, 'retry-errors'),
      models: textsOption(parsed, 'model'),
      queries: textsOption(parsed, 'query'),
      limit: parsed['limit'],
      samples: parsed['samples'],
      before: textOption(parsed, 'before'),
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
      json: flagOption(parsed, 'json'),
    });
  },
});
