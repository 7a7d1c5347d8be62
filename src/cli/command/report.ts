import { defineCommand, textOption } from './command.js';
import { textsChoice, textsMode } from './texts-option.js';

/** Views of results that exist. */
export const report = defineCommand({
  command: 'report [results]',
  describe: 'Render results.json again as HTML or Markdown',
  setup: (parser) =>
    parser.positional('results', { type: 'string', describe: 'results.json (default: reports/latest/results.json)' }),
  options: {
    format: { choices: ['html', 'md', 'table'] as const, default: 'html', describe: 'what to render' },
    texts: textsChoice,
    simulation: {
      type: 'string',
      describe: 'simulation.json, its folder, or a name in reports/simulations such as latest, to show in the page',
    },
    output: {
      alias: 'o',
      type: 'string',
      describe: 'file to write, - for stdout (default: beside the results; tables go to stdout)',
    },
  },
  handler: async (parsed) => {
    const { reportCommand } = await import('../report-command.js');
    return reportCommand({
      results: textOption(parsed, 'results'),
      format: String(parsed['format']),
      texts: textsMode(parsed),
      simulation: textOption(parsed, 'simulation'),
      output: textOption(parsed, 'output'),
    });
  },
});
