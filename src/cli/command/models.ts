import { defineCommand, flagOption, textOption } from './command.js';

/** What a workspace holds. */
export const models = defineCommand({
  command: 'models [experiment]',
  describe: 'Show the models: prices, recordings, mean quality, cost and latency',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    json: { type: 'boolean', default: false, describe: 'print it as JSON' },
  },
  handler: async (parsed) => {
    const { modelsCommand } = await import('../models-command.js');
    return modelsCommand({ experiment: textOption(parsed, 'experiment'), json: flagOption(parsed, 'json') });
  },
});
