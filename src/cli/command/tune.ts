import { cacheOption } from './cache-option.js';
import { defineCommand, flagOption, textOption, textsOption } from './command.js';
import { engineArguments, engineOptions } from './engine-options.js';

/** Searches ranges that are too large to go through, and says what the looking cost. */
export const tune = defineCommand({
  command: 'tune [experiment]',
  describe: 'Search the ranges of strategies on train and validation, write the tuned files, judge them on test',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    strategy: { type: 'string', array: true, nargs: 1, describe: 'strategy to tune (repeatable; default: all with ranges)' },
    method: {
      choices: ['auto', 'grid', 'random', 'halving', 'tpe'] as const,
      default: 'auto',
      describe: 'how candidates are picked; auto: grid where the budget allows it, else tpe',
    },
    budget: { type: 'number', default: 500, describe: 'candidates tried at most, for each strategy' },
    seed: { type: 'number', default: 7, describe: 'seed of the search' },
    patience: { type: 'number', describe: 'stop after so many candidates without a better one' },
    best: { type: 'boolean', default: false, describe: 'take the best candidate, not the plainest within one standard error' },
    fresh: { type: 'boolean', default: false, describe: 'try everything again, whatever an earlier search found out' },
    out: { type: 'string', describe: 'folder for reports (default: reports beside the experiment file)' },
    'on-missing': {
      choices: ['skip', 'fail'] as const,
      describe: 'compare on complete queries, or stop with exit 4 when a recording is missing',
    },
    remeasure: { type: 'boolean', default: false, describe: "measure the routers' own time again" },
    ...engineOptions,
    cache: cacheOption,
    strict: { type: 'boolean', default: false, describe: 'exit 3 also when a gate or constraint is undecided' },
    json: { type: 'boolean', default: false, describe: 'print the results as one JSON document' },
    quiet: { type: 'boolean', default: false, describe: 'print only the verdict' },
  },
  examples: [
    ['routelab tune', 'every strategy with ranges, 500 candidates each'],
    ['routelab tune --strategy rules-by-length --method halving --budget 5000', 'a wide search that looks at validation little'],
  ],
  handler: async (parsed) => {
    const { tuneCommand } = await import('../tune-command.js');
    return tuneCommand({
      experiment: textOption(parsed, 'experiment'),
      strategies: textsOption(parsed, 'strategy'),
      method: textOption(parsed, 'method') ?? 'auto',
      budget: parsed['budget'],
      seed: parsed['seed'],
      patience: parsed['patience'],
      best: flagOption(parsed, 'best'),
      fresh: flagOption(parsed, 'fresh'),
      out: textOption(parsed, 'out'),
      onMissing: parsed['on-missing'] === 'fail' ? 'fail' : parsed['on-missing'] === 'skip' ? 'skip' : undefined,
      remeasure: flagOption(parsed, 'remeasure'),
      engine: engineArguments(parsed),
      cache: flagOption(parsed, 'cache'),
      strict: flagOption(parsed, 'strict'),
      json: flagOption(parsed, 'json'),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
