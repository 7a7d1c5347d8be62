import { defineCommand, flagOption, textOption } from './command.js';

/** Prices from a price file into models.yaml. */
export const prices = defineCommand({
  command: 'prices <action> <file>',
  describe: "Take models' prices from LiteLLM's price file; exit 4 when a model is left without a price",
  setup: (parser) =>
    parser
      .positional('action', { choices: ['import'] as const, demandOption: true, describe: 'what to do' })
      .positional('file', { type: 'string', demandOption: true, describe: 'model_prices_and_context_window.json' }),
  options: {
    models: { type: 'string', describe: "models file to change (default: the experiment's)" },
    map: {
      type: 'array',
      string: true,
      describe: "'model id=key of the price file', repeatable: names what is not found by itself",
    },
    'accept-zero': { type: 'boolean', default: false, describe: 'take prices of 0 too' },
    'priced-at': { type: 'string', describe: "date of the prices, YYYY-MM-DD (default: the price file's own date)" },
    'dry-run': { type: 'boolean', default: false, describe: 'show what would change, write nothing' },
    json: { type: 'boolean', default: false, describe: 'print the report as JSON' },
  },
  examples: [['routelab prices import model_prices_and_context_window.json --dry-run', 'what would change']],
  handler: async (parsed) => {
    const { pricesCommand } = await import('../prices-command.js');
    return pricesCommand({
      path: String(parsed['file']),
      modelsFile: textOption(parsed, 'models'),
      map: Array.isArray(parsed['map']) ? parsed['map'].map(String) : [],
      acceptZero: flagOption(parsed, 'accept-zero'),
      pricedAt: textOption(parsed, 'priced-at'),
      dryRun: flagOption(parsed, 'dry-run'),
      json: flagOption(parsed, 'json'),
    });
  },
});
