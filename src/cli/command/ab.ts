import { defineCommand, flagOption, textOption, textsOption } from './command.js';

/** Planning an A/B test before there is one. */
export const ab = defineCommand({
  command: 'ab <a> <b>',
  describe: 'Plan an A/B test of two routers, simulate it with a sequential test, and count its false positives',
  setup: (parser) =>
    parser
      .positional('a', {
        type: 'string',
        demandOption: true,
        describe: 'router.json, or a strategy of reports/latest: what runs today',
      })
      .positional('b', { type: 'string', demandOption: true, describe: 'the same: what is tried' }),
  options: {
    scenario: { type: 'string', default: 'ordinary-day', describe: 'scenario file, or a name in scenarios/' },
    arm: { type: 'string', describe: "arm of the scenario that carries routes out (default: each router's own execution)" },
    metric: {
      choices: ['quality', 'cost', 'attainment', 'availability'] as const,
      default: 'quality',
      describe: 'what decides; cost is USD per 1,000 requests',
    },
    detect: { type: 'number', default: 0.02, describe: 'difference that must not be missed' },
    guard: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'what may not get worse by more than this, e.g. availability=0.01 (repeatable)',
    },
    alpha: { type: 'number', default: 0.05, describe: 'chance of seeing a difference where there is none' },
    power: { type: 'number', default: 0.8, describe: 'chance of seeing that difference' },
    share: { type: 'number', default: 0.5, describe: 'share of visits that b gets' },
    salt: { type: 'string', default: 'ab', describe: 'names the assignment: visits are hashed with it' },
    look: { type: 'number', default: 200, describe: 'look after every so many visits' },
    'aa-tests': { type: 'number', default: 2000, describe: 'tests of a against itself behind the rate of false positives' },
    seeds: { type: 'number', default: 5, describe: 'simulated tests' },
    seed: { type: 'number', default: 1, describe: 'the first of them' },
    days: { type: 'number', describe: 'days of the scenario that a test may last (default: as the plan needs, up to 14)' },
    experiment: { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' },
    out: { type: 'string', describe: 'folder for what is written (default: reports/ab)' },
    json: { type: 'boolean', default: false, describe: 'print the results as one JSON document' },
    quiet: { type: 'boolean', default: false, describe: 'no progress, no path' },
  },
  examples: [
    ['routelab ab always-frontier rules-by-task --metric cost --detect 0.2 --guard quality=0.03', 'is it cheaper, at no loss'],
    ['routelab ab always-medium rules-by-task --detect 0.05', 'how long a difference of 5 points takes'],
  ],
  handler: async (parsed) => {
    const { abCommand } = await import('../ab-command.js');
    return abCommand({
      a: String(parsed['a']),
      b: String(parsed['b']),
      scenario: textOption(parsed, 'scenario') ?? 'ordinary-day',
      arm: textOption(parsed, 'arm'),
      metric: textOption(parsed, 'metric') ?? 'quality',
      detect: Number(parsed['detect']),
      guards: textsOption(parsed, 'guard'),
      alpha: Number(parsed['alpha']),
      power: Number(parsed['power']),
      share: Number(parsed['share']),
      salt: textOption(parsed, 'salt') ?? 'ab',
      look: Number(parsed['look']),
      aaTests: Number(parsed['aa-tests']),
      seeds: Number(parsed['seeds']),
      seed: Number(parsed['seed']),
      days: parsed['days'] === undefined ? undefined : Number(parsed['days']),
      experiment: textOption(parsed, 'experiment'),
      out: textOption(parsed, 'out'),
      json: flagOption(parsed, 'json'),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
