import { defineCommand, flagOption, textOption } from './command.js';
import { redisTimeout, wholeUpTo } from './engine-options.js';

/** One of the machines that do the work. */
export const worker = defineCommand({
  command: 'worker',
  describe: 'Do work for run, tune, simulate and record with --engine bullmq, until it is stopped',
  options: {
    redis: {
      type: 'string',
      describe: 'redis://host:6379, or rediss:// for TLS (default: ROUTELAB_REDIS, which may hold a password)',
    },
    concurrency: { type: 'number', describe: 'units at a time (default: as many as the machine runs at once)' },
    inputs: { type: 'string', describe: 'folder to keep large inputs in, or to find them in where the asking side sees it too' },
    models: {
      type: 'string',
      describe: 'models file: also make the calls of record --engine bullmq, to what it lists, with keys from here',
    },
    'env-file': { type: 'string', describe: 'with --models: file of NAME=value lines that hold keys' },
    'stalled-after': { type: 'number', default: 30, describe: 'seconds of silence after which its units go to other workers' },
    'redis-timeout': { type: 'string', default: '10m', describe: 'time for which that Redis may be away' },
    quiet: { type: 'boolean', default: false, describe: 'say nothing but what goes wrong' },
  },
  examples: [
    ['routelab worker --redis redis://10.0.0.5:6379', 'on every machine; then routelab tune --engine bullmq on one of them'],
    ['routelab worker --models models.yaml --env-file .env', 'make calls too; then routelab record --engine bullmq'],
  ],
  handler: async (parsed) => {
    const { workerCommand } = await import('../worker-command.js');
    return workerCommand({
      redis: textOption(parsed, 'redis'),
      concurrency: wholeUpTo('--concurrency', parsed['concurrency'], 256),
      inputs: textOption(parsed, 'inputs'),
      models: textOption(parsed, 'models'),
      envFile: textOption(parsed, 'env-file'),
      timeoutMs: redisTimeout(parsed) ?? 0,
      stalledAfterS: Number(parsed['stalled-after']),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
