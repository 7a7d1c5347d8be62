import { defineCommand, flagOption, textOption } from './command.js';

const ACTIONS = ['stats', 'spending', 'verify', 'explain', 'prune', 'redact'] as const;

/** What is stored, whether it is whole, and what should no longer be there. */
export const recordings = defineCommand({
  command: 'recordings <action> [query] [model]',
  describe:
    'Look after stored recordings: count them, say what they cost and what of a cap is held back, verify every line (exit 3 on a mismatch), explain what is recorded of a query or why nothing is, drop what is unused, redact',
  setup: (parser) =>
    parser
      .positional('action', { choices: ACTIONS, demandOption: true, describe: 'what to do' })
      .positional('query', { type: 'string', describe: 'explain: id of the query' })
      .positional('model', { type: 'string', describe: 'explain: id of the model' }),
  options: {
    experiment: { type: 'string', describe: 'experiment file (default: routelab.yaml found upwards)' },
    unused: {
      type: 'boolean',
      default: false,
      describe: 'prune: lines of models and queries that the experiment no longer names',
    },
    billed: {
      type: 'number',
      describe: 'spending: USD that the bill has for the calls of which nobody knows; settles them, with --yes',
    },
    yes: {
      type: 'boolean',
      default: false,
      describe: 'prune, redact, spending --billed: do it; without it they only say what they would do',
    },
    json: { type: 'boolean', default: false, describe: 'print it as JSON' },
  },
  examples: [
    ['routelab recordings stats', 'cells, errors, tokens, cost and what is missing, by model'],
    ['routelab recordings spending', 'known cost, and what unanswered calls hold back of the cap'],
    ['routelab recordings verify', 'lines, keys, repeated cells, secrets and the manifest'],
    ['routelab recordings explain q17 openai/gpt-4.1-mini', 'what is recorded, or which parameter differs'],
    ['routelab recordings prune --unused', 'what would be dropped; --yes drops it'],
  ],
  handler: async (parsed) => {
    const { recordingsCommand } = await import('../recordings-command.js');
    return recordingsCommand({
      action: (textOption(parsed, 'action') ?? 'stats') as (typeof ACTIONS)[number],
      query: textOption(parsed, 'query'),
      model: textOption(parsed, 'model'),
      experiment: textOption(parsed, 'experiment'),
      unused: flagOption(parsed, 'unused'),
      yes: flagOption(parsed, 'yes'),
      billed: parsed['billed'],
      json: flagOption(parsed, 'json'),
    });
  },
});
