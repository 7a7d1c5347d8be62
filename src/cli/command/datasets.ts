import { defineCommand, flagOption, textOption } from './command.js';

/** What a workspace holds. */
export const datasets = defineCommand({
  command: 'datasets [experiment]',
  describe: 'Show what the dataset and its recordings hold: counts, coverage, categories, signals, headroom',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    json: { type: 'boolean', default: false, describe: 'print it as JSON' },
  },
  handler: async (parsed) => {
    const { datasetsCommand } = await import('../datasets-command.js');
    return datasetsCommand({ experiment: textOption(parsed, 'experiment'), json: flagOption(parsed, 'json') });
  },
});
