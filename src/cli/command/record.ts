import type { Options } from 'yargs';
import type { EngineOptions } from '../../app/engine/open-engine.js';
import type { RecordRequest } from '../../app/record/record-request.js';
import { UserError } from '../../domain/user-error.js';
import { type Arguments, defineCommand, flagOption, textOption, textsOption } from './command.js';
import { engineOptions, redisTimeout } from './engine-options.js';
import { liveArguments, liveOptions } from './live-options.js';

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
    ...liveOptions({
      when: '',
      maxCost: 'USD that may ever be spent on this set of recordings',
      allowUnpriced: 'also ask models whose price nobody knows: outside the cap',
      concurrency: 'calls in flight a model: at the start, and at most',
      giveUpAfter: 'time after which a model is given up to which no connection was ever made',
      attemptTimeout: '120s',
    }),
    engine: {
      choices: ['inline', 'threads', 'bullmq'] as const,
      describe: 'who makes the calls: this process, or workers with keys of their own (routelab worker --models)',
    },
    redis: engineOptions['redis'] as Options,
    'redis-timeout': engineOptions['redis-timeout'] as Options,
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
      ...liveArguments(parsed),
      engine: recordEngine(parsed),
      json: flagOption(parsed, 'json'),
    });
  },
});

/** Who makes the calls. */
function recordEngine(parsed: Arguments): NonNullable<RecordRequest['engine']> {
  const engine = textOption(parsed, 'engine') as EngineOptions['engine'];
  const redis = textOption(parsed, 'redis');
  if (engine === 'threads')
    throw new UserError({
      field: '--engine',
      message: 'calls wait for their providers, not for a processor: threads would make none of them faster',
      value: engine,
      accepted: 'inline, bullmq; --concurrency for more calls at a time',
    });
  if (engine === 'inline' && redis !== undefined)
    throw new UserError({ field: '--redis', message: 'is for --engine bullmq, and this is inline' });
  if (engine !== 'bullmq' && redis === undefined && parsed['redis-timeout'] !== undefined)
    throw new UserError({ field: '--redis-timeout', message: 'is for --engine bullmq' });
  return { engine, redis, redisTimeoutMs: redisTimeout(parsed) };
}
