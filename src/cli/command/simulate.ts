import { defineCommand, flagOption, textOption, textsOption } from './command.js';
import { engineArguments, engineOptions } from './engine-options.js';

/** Days in production. */
export const simulate = defineCommand({
  command: 'simulate [scenario..]',
  describe: 'Run a router in virtual time against providers that queue, throttle, fail, slow down and change price',
  setup: (parser) =>
    parser.positional('scenario', {
      type: 'string',
      array: true,
      describe: 'scenario file, or a name in scenarios/ (default: all of those)',
    }),
  options: {
    router: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'router.json, or a strategy of reports/latest (repeatable; default: the chosen one)',
    },
    seeds: { type: 'number', default: 10, describe: 'independent days a scenario, router and arm' },
    seed: { type: 'number', default: 1, describe: 'the first of them' },
    experiment: { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' },
    out: { type: 'string', describe: 'folder for what is written (default: reports/simulations)' },
    ...engineOptions,
    'dry-run': { type: 'boolean', default: false, describe: 'check everything and say how long it would take; play nothing' },
    strict: { type: 'boolean', default: false, describe: 'exit 3 where a scenario misses its SLO in every row' },
    json: { type: 'boolean', default: false, describe: 'print the results as one JSON document' },
    quiet: { type: 'boolean', default: false, describe: 'print only which promises are kept' },
  },
  examples: [
    ['routelab simulate', 'every scenario of this workspace with the router that run chose'],
    ['routelab simulate --seeds 100 --dry-run', 'how many requests that is, and about how long it takes'],
    ['routelab simulate outage-at-noon --router always-medium --router exports/router/router.json', 'two routers, one bad day'],
  ],
  handler: async (parsed) => {
    const { simulateCommand } = await import('../simulate-command.js');
    return simulateCommand({
      scenarios: textsOption(parsed, 'scenario'),
      routers: textsOption(parsed, 'router'),
      seeds: Number(parsed['seeds']),
      seed: Number(parsed['seed']),
      experiment: textOption(parsed, 'experiment'),
      out: textOption(parsed, 'out'),
      engine: engineArguments(parsed),
      dryRun: flagOption(parsed, 'dry-run'),
      strict: flagOption(parsed, 'strict'),
      json: flagOption(parsed, 'json'),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
