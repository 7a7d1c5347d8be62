import { defineCommand, flagOption, textOption } from './command.js';

/** Checks every file of a workspace and prints every problem. */
export const validate = defineCommand({
  command: 'validate [experiment]',
  describe: 'Check experiment, models, strategies, dataset and recordings; print every problem, and what may be a mistake',
  setup: (parser) =>
    parser.positional('experiment', { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' }),
  options: {
    strict: { type: 'boolean', default: false, describe: 'exit 3 also when there are only warnings' },
    json: { type: 'boolean', default: false, describe: 'print problems, warnings and notes as JSON' },
  },
  handler: async (parsed) => {
    const { validateCommand } = await import('../validate-command.js');
    return validateCommand({
      experiment: textOption(parsed, 'experiment'),
      strict: flagOption(parsed, 'strict'),
      json: flagOption(parsed, 'json'),
    });
  },
});
