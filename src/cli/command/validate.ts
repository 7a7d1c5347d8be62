import { defineCommand, flagOption, textOption } from './command.js';

/** Checks every file of a workspace and prints every problem. */
export const validate = defineCommand({
  command: 'validate [experiment]',
  describe: 'Check experiment, models, strategies, dataset and recordings; print every problem',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    json: { type: 'boolean', default: false, describe: 'print the problems as JSON' },
  },
  handler: async (parsed) => {
    const { validateCommand } = await import('../validate-command.js');
    return validateCommand({ experiment: textOption(parsed, 'experiment'), json: flagOption(parsed, 'json') });
  },
});
