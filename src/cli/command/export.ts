import { defineCommand, flagOption, textOption, textsOption } from './command.js';

/** A measured router as files that production reads. */
export const exportRouter = defineCommand({
  command: 'export [results]',
  describe: 'Write a measured router for production',
  setup: (parser) =>
    parser.positional('results', { type: 'string', describe: 'report folder or results.json (default: reports/latest)' }),
  options: {
    target: {
      type: 'string',
      default: 'router',
      describe:
        'what to write: router, ai-sdk, portkey, litellm, vllm-semantic-router, nginx, haproxy, openfeature, openrouter, tensorzero, bifrost, envoy-ai-gateway, kong',
    },
    option: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'an option of the target, name=value; may be given several times',
    },
    'max-disagreement': { type: 'number', describe: 'share of decisions that may differ (default: 0.01)' },
    strategy: { type: 'string', describe: 'which strategy (default: the chosen one)' },
    out: { type: 'string', describe: 'folder (default: exports/<target>)' },
    refit: { type: 'boolean', default: false, describe: 'after cross-fitting: ship the router refitted on everything' },
    force: { type: 'boolean', default: false, describe: 'export although a gate failed or the test part contradicts' },
  },
  handler: async (parsed) => {
    const { exportCommand } = await import('../export-command.js');
    const most = parsed['max-disagreement'];
    return exportCommand({
      results: textOption(parsed, 'results'),
      target: textOption(parsed, 'target') ?? 'router',
      options: textsOption(parsed, 'option'),
      maxDisagreement: typeof most === 'number' ? most : undefined,
      strategy: textOption(parsed, 'strategy'),
      out: textOption(parsed, 'out'),
      refit: flagOption(parsed, 'refit'),
      force: flagOption(parsed, 'force'),
    });
  },
});
