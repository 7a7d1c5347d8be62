import { defineCommand, flagOption, textOption } from './command.js';

/** A workspace that runs at once. */
export const init = defineCommand({
  command: 'init [dir]',
  describe: 'Make a workspace with the synthetic demo data: runs offline, without a key',
  setup: (parser) => parser.positional('dir', { type: 'string', default: '.', describe: 'folder to make or fill' }),
  options: {
    force: { type: 'boolean', default: false, describe: 'overwrite files that are there' },
  },
  examples: [['routelab init demo && cd demo && routelab run', 'from nothing to a report']],
  handler: async (parsed) => {
    const { initCommand } = await import('../init-command.js');
    return initCommand({ dir: textOption(parsed, 'dir') ?? '.', force: flagOption(parsed, 'force') });
  },
});
