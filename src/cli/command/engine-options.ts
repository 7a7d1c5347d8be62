import type { Options } from 'yargs';
import type { EngineOptions } from '../../app/engine/open-engine.js';
import { UserError } from '../../domain/user-error.js';
import { durationOption } from '../record-options.js';
import { type Arguments, textOption } from './command.js';

/** Options of every command whose work may run elsewhere. */
export const engineOptions: Readonly<Record<string, Options>> = {
  engine: {
    choices: ['inline', 'threads', 'bullmq'] as const,
    describe: 'where heavy work runs (default: threads from some size on); the results are the same to the byte',
  },
  threads: { type: 'number', describe: 'threads at a time (default: as many as the machine runs at once)' },
  redis: { type: 'string', describe: 'with --engine bullmq: redis://host:6379 of the workers (default: ROUTELAB_REDIS)' },
  'redis-timeout': { type: 'string', describe: 'with --engine bullmq: time for which that Redis may be away (default: 10m)' },
  inputs: { type: 'string', describe: 'with --engine bullmq: folder that workers see too, for large inputs' },
};

const MOST_THREADS = 256;

/** The values of those options. */
export function engineArguments(parsed: Arguments): EngineOptions {
  const { engine, threads } = parsed;
  return {
    engine: engine === 'inline' || engine === 'threads' || engine === 'bullmq' ? engine : undefined,
    threads: wholeUpTo('--threads', threads, MOST_THREADS),
    redis: textOption(parsed, 'redis'),
    redisTimeoutMs: redisTimeout(parsed),
    inputs: textOption(parsed, 'inputs'),
    onTrouble: (text) => process.stderr.write(`note     ${text}\n`),
  };
}

/** A count of at least one, where it is given. */
export function wholeUpTo(option: string, value: unknown, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UserError({
    field: option,
    message: 'not accepted',
    value: String(value),
    accepted: `a whole number from 1 to ${most}`,
  });
}

/** How long a Redis may be away; undefined where nothing is said. */
export function redisTimeout(parsed: Arguments): number | undefined {
  const text = textOption(parsed, 'redis-timeout');
  return text === undefined ? undefined : durationOption('--redis-timeout', text);
}
