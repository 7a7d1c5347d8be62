import { cacheOption } from './cache-option.js';
import { defineCommand, flagOption, textOption, textsOption } from './command.js';
import { engineArguments, engineOptions } from './engine-options.js';
import { textsChoice, textsMode } from './texts-option.js';

/** The main job. */
export const run = defineCommand({
  command: 'run [experiment]',
  describe: 'Replay, score, compare and choose; write the report and the chosen router',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    out: { type: 'string', describe: 'folder for reports (default: reports beside the experiment file)' },
    'on-missing': {
      choices: ['skip', 'fail'] as const,
      describe: 'compare on complete queries, or stop with exit 4 when a recording is missing',
    },
    live: { type: 'boolean', default: false, describe: 'first ask the models for what is not recorded (docs: routelab record)' },
    'max-cost': { type: 'number', describe: 'with --live: USD that may ever be spent on this set of recordings' },
    remeasure: { type: 'boolean', default: false, describe: "measure the routers' own time again" },
    ...engineOptions,
    shards: {
      type: 'number',
      describe: 'evaluate a dataset that needn’t fit into memory, in so many parts: the results are the same for any number',
    },
    'learn-from': { type: 'number', describe: 'with --shards: most queries of the train part to learn from (20,000)' },
    cache: cacheOption,
    gate: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: "promise that must hold, besides the experiment's own, e.g. 'quality.mean >= 0.8' (repeatable)",
    },
    rescore: {
      type: 'string',
      requiresArg: false,
      describe: "score the recorded answers again, e.g. numeric or '{ type: numeric, tolerance: 1 }' (no call is made)",
    },
    texts: textsChoice,
    strict: { type: 'boolean', default: false, describe: 'exit 3 also when a gate or constraint is undecided' },
    junit: { type: 'string', describe: 'file to write gates and constraints to as JUnit XML' },
    json: { type: 'boolean', default: false, describe: 'print the results as one JSON document' },
    quiet: { type: 'boolean', default: false, describe: 'print only the verdict' },
  },
  examples: [
    ['routelab run', 'the experiment of this folder'],
    ["routelab run --gate 'quality.mean >= 0.8' --junit gates.xml", 'in a pipeline: exit 3 when the promise is broken'],
    ['routelab run --rescore numeric', 'hold another scorer against the recorded quality'],
    ['routelab run --json | jq .choice', 'the choice, for a script'],
  ],
  handler: async (parsed) => {
    const { runCommand } = await import('../run-command.js');
    return runCommand({
      experiment: textOption(parsed, 'experiment'),
      out: textOption(parsed, 'out'),
      onMissing: parsed['on-missing'] === 'fail' ? 'fail' : parsed['on-missing'] === 'skip' ? 'skip' : undefined,
      live: flagOption(parsed, 'live'),
      maxCost: parsed['max-cost'],
      remeasure: flagOption(parsed, 'remeasure'),
      engine: engineArguments(parsed),
      shards: parsed['shards'],
      learnFrom: parsed['learn-from'],
      cache: flagOption(parsed, 'cache'),
      rescore: typeof parsed['rescore'] === 'string' ? parsed['rescore'] : undefined,
      gates: textsOption(parsed, 'gate'),
      texts: textsMode(parsed),
      junit: textOption(parsed, 'junit'),
      strict: flagOption(parsed, 'strict'),
      json: flagOption(parsed, 'json'),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
