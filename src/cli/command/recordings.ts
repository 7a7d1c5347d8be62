import { defineCommand, flagOption, textOption } from './command.js';

/** What is stored, and whether it is whole. */
export const recordings = defineCommand({
  command: 'recordings <action>',
  describe: 'Look at stored recordings: count them, or verify every line (exit 3 on a mismatch)',
  setup: (parser) =>
    parser.positional('action', { choices: ['stats', 'verify'] as const, demandOption: true, describe: 'what to do' }),
  options: {
    experiment: { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' },
    json: { type: 'boolean', default: false, describe: 'print it as JSON' },
  },
  examples: [
    ['routelab recordings stats', 'cells, errors, tokens, cost and what is missing, by model'],
    ['routelab recordings verify', 'lines, keys, repeated cells, secrets and the manifest'],
  ],
  handler: async (parsed) => {
    const { recordingsCommand } = await import('../recordings-command.js');
    return recordingsCommand({
      action: textOption(parsed, 'action') ?? '',
      experiment: textOption(parsed, 'experiment'),
      json: flagOption(parsed, 'json'),
    });
  },
});
