import { defineCommand, flagOption, textOption } from './command.js';

/** One query of a report. */
export const show = defineCommand({
  command: 'show <query>',
  describe: 'Show one query of a report: prompt, label, every answer, and how each strategy decided',
  setup: (parser) => parser.positional('query', { type: 'string', describe: 'id of the query' }),
  options: {
    report: { type: 'string', describe: 'report folder, results.json, or a name in reports (default: latest)' },
    full: { type: 'boolean', default: false, describe: 'texts whole, however long' },
    json: { type: 'boolean', default: false, describe: 'one JSON document' },
  },
  examples: [['routelab show wb-0142', 'what the latest report knows of a query']],
  handler: async (parsed) => {
    const { showCommand } = await import('../show-command.js');
    return showCommand({
      query: String(parsed['query']),
      report: textOption(parsed, 'report'),
      full: flagOption(parsed, 'full'),
      json: flagOption(parsed, 'json'),
    });
  },
});
