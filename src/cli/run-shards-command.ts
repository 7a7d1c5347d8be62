import type { EngineOptions } from '../app/engine/open-engine.js';
import { runInShards } from '../app/shard/run-in-shards.js';
import { UserError } from '../domain/user-error.js';
import type { TextsMode } from '../report/pack/encode-texts.js';
import { interruptible, NO_REPORT } from './carried-out.js';
import { wholeUpTo } from './command/engine-options.js';
import { openProgress } from './progress.js';
import { showRun } from './show-run.js';

export interface ShardsRequest {
  readonly experimentFile: string;
  readonly shards: unknown;
  readonly learnFrom: unknown;
  readonly out: string | undefined;
  readonly onMissing: 'skip' | 'fail' | undefined;
  readonly live: boolean;
  readonly remeasure: boolean;
  readonly engine: EngineOptions;
  readonly rescore: string | undefined;
  readonly gates: readonly string[];
  readonly texts: TextsMode;
  readonly cache: boolean;
  readonly junit: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** More files than this at a time are no help to anybody. */
const MOST_SHARDS = 4096;
const MOST_LEARNED = 10_000_000;
const LEARNED = 20_000;

/** `routelab run --shards`: exit codes as those of `run`. */
export async function runShardsCommand(request: ShardsRequest): Promise<number> {
  refuseOthers(request);
  const shards = wholeUpTo('--shards', request.shards, MOST_SHARDS) ?? 1;
  const learnFrom = wholeUpTo('--learn-from', request.learnFrom, MOST_LEARNED) ?? LEARNED;
  const progress = openProgress(!request.quiet && !request.json);
  const ran = await interruptible(request.engine, `interrupted: ${NO_REPORT}`, (engine) =>
    runInShards({
      experimentFile: request.experimentFile,
      shards,
      learnFrom,
      ...(request.out === undefined ? {} : { reportsDir: request.out }),
      ...(request.onMissing === undefined ? {} : { onMissing: request.onMissing }),
      remeasure: request.remeasure,
      command: ['routelab', ...process.argv.slice(2)],
      engine: { ...engine, onUnit: progress.unit },
      onStage: progress.stage,
    }),
  ).finally(() => progress.done());
  return ran === null ? 130 : showRun(ran, request);
}

/** What needs all queries at once, asks for some to be recorded first, or is about what shards neither keep nor show. */
function refuseOthers({ live, rescore, gates, texts, cache }: ShardsRequest): void {
  const asked: Readonly<Record<string, boolean>> = {
    '--live': live,
    '--rescore': rescore !== undefined,
    '--gate': gates.length > 0,
    '--texts': texts !== 'auto',
    '--no-cache': !cache,
  };
  const named = Object.keys(asked).find((name) => asked[name]);
  if (named !== undefined) throw new UserError({ field: named, message: 'does not go together with --shards' });
}
