import { defineCommand, flagOption, textOption } from './command.js';

/** The router as a server: the only command that answers others. */
export const serve = defineCommand({
  command: 'serve',
  describe: 'Answer chat completions as a router decides, and log the traffic so that it can be replayed',
  options: {
    router: { type: 'string', describe: 'router.json, or a strategy of reports/latest (default: the chosen one)' },
    models: { type: 'string', describe: 'models file that says how its models are called (default: models.yaml)' },
    log: { type: 'string', default: 'served', describe: 'folder of what was served, an experiment of its own' },
    texts: { type: 'boolean', default: true, describe: 'keep requests and answers; --no-texts keeps hashes and counts alone' },
    'max-cost': { type: 'number', describe: 'USD that may ever be spent on this folder' },
    'allow-unpriced': { type: 'boolean', default: false, describe: 'also ask models whose price nobody knows: outside the cap' },
    host: { type: 'string', default: '127.0.0.1', describe: 'interface; any other than this machine’s own needs a token' },
    port: { type: 'number', default: 8080, describe: 'port; 0 takes a free one and prints it' },
    'token-env': {
      type: 'string',
      default: 'ROUTELAB_TOKEN',
      describe: 'variable with the token that clients must show, where it is set',
    },
    buffer: {
      type: 'boolean',
      default: true,
      describe: 'of a cascade a stream comes once the answer is whole; --no-buffer refuses it',
    },
    'attempt-timeout': { type: 'string', default: '120s', describe: 'time for one call, where the router gives it no less' },
    drain: { type: 'string', default: '30s', describe: 'time that requests in flight have after Ctrl-C' },
    'env-file': { type: 'string', describe: 'file of NAME=value lines that hold keys' },
  },
  examples: [
    ['routelab serve --max-cost 1', 'serve the router that the latest run chose'],
    ['routelab serve --router exports/router/router.json --port 0 --max-cost 1', 'serve an exported one on a free port'],
  ],
  handler: async (parsed) => {
    const { serveCommand } = await import('../serve-command.js');
    return serveCommand({
      router: textOption(parsed, 'router'),
      models: textOption(parsed, 'models'),
      log: textOption(parsed, 'log') ?? 'served',
      texts: flagOption(parsed, 'texts'),
      maxCost: parsed['max-cost'],
      allowUnpriced: flagOption(parsed, 'allow-unpriced'),
      host: textOption(parsed, 'host') ?? '127.0.0.1',
      port: parsed['port'],
      tokenEnv: textOption(parsed, 'token-env') ?? 'ROUTELAB_TOKEN',
      buffer: flagOption(parsed, 'buffer'),
      attemptTimeout: textOption(parsed, 'attempt-timeout') ?? '',
      drain: textOption(parsed, 'drain') ?? '',
      envFile: textOption(parsed, 'env-file'),
    });
  },
});
