import type { Served, ServeRequest } from '../app/serve/serve-request.js';
import { serveRouter } from '../app/serve/serve-router.js';
import { colour } from './print/colour.js';
import { printError } from './print/print-error.js';
import { durationOption, portOption, usdOption } from './record-options.js';
import { stopOnInterrupt } from './stop-on-interrupt.js';

/** What `serve` is told, as the command line has it. */
interface ServeArguments {
  readonly router: string | undefined;
  readonly models: string | undefined;
  readonly log: string;
  readonly texts: boolean;
  readonly maxCost: unknown;
  readonly allowUnpriced: boolean;
  readonly host: string;
  readonly port: unknown;
  readonly tokenEnv: string;
  readonly buffer: boolean;
  readonly attemptTimeout: string;
  readonly drain: string;
  readonly envFile: string | undefined;
}

/** `routelab serve`: 0 once all in flight is finished, 130 where something was broken off, 4 where the spend cap turned requests away. */
export async function serveCommand(given: ServeArguments): Promise<number> {
  const request = requestOf(given, process.env);
  const stop = stopOnInterrupt();
  try {
    const served = await serveRouter(request, {
      soft: stop.soft,
      hard: stop.hard,
      onTrouble: printError,
      onListening: ({ url, router, spentUsd }) => {
        process.stdout.write(`${url}/v1\n`);
        const cap =
          request.maxCostUsd === null ? 'all prices are 0' : `${spentUsd.toFixed(4)} of ${request.maxCostUsd} USD spent`;
        process.stderr.write(`serving  ${router.name} (${router.path}) · ${cap}\n`);
        process.stderr.write(`${colour.dim(`log      ${request.log}${request.texts ? '' : ' (no texts)'} · Ctrl-C ends`)}\n`);
      },
    });
    told(served, request);
    if (served.brokenOff > 0) return 130;
    return served.capReached ? 4 : 0;
  } finally {
    stop.done();
  }
}

function told({ requests, spentUsd, brokenOff, capReached }: Served, { log, texts, maxCostUsd }: ServeRequest): void {
  const cut = brokenOff === 0 ? '' : ` · ${brokenOff} broken off`;
  process.stderr.write(`served   ${requests} requests · ${spentUsd.toFixed(4)} USD${cut}\n`);
  if (capReached) process.stderr.write(`${colour.yellow('warn')}  the cap of ${maxCostUsd} USD turned requests away\n`);
  if (requests > 0 && texts) process.stderr.write(`next     routelab conform ${log}\n         routelab run ${log}\n`);
}

function requestOf(given: ServeArguments, env: NodeJS.ProcessEnv): ServeRequest {
  const { maxCost, models, port, attemptTimeout, drain, envFile, ...plain } = given;
  return {
    ...plain,
    modelsFile: models,
    maxCostUsd: usdOption('--max-cost', maxCost),
    port: portOption('--port', port),
    attemptTimeoutMs: durationOption('--attempt-timeout', attemptTimeout),
    drainMs: durationOption('--drain', drain),
    envFile: envFile ?? null,
    env,
  };
}
