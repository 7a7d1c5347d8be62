import { defineCommand, flagOption, textOption } from './command.js';

/** Exports and logged traffic held against the router, and running proxies against both. */
export const conform = defineCommand({
  command: 'conform [folder]',
  describe: 'Check that an export, a running proxy, or logged traffic still decides as the measured router does',
  setup: (parser) =>
    parser.positional('folder', { type: 'string', describe: 'what export or serve wrote (default: exports/router)' }),
  options: {
    live: { type: 'string', describe: 'ask a running proxy: the URL that /chat/completions goes below' },
    limit: { type: 'number', default: 200, describe: 'with --live: golden prompts sent at most' },
    yes: { type: 'boolean', default: false, describe: 'with --live: send them, whatever they cost' },
    'max-cost': { type: 'number', describe: 'with --live: send them where they cost no more USD at worst' },
    'mock-upstreams': {
      type: 'number',
      describe: 'with --live: stand in for the providers on this port, and read the choice from what is asked there',
    },
    'key-env': { type: 'string', describe: 'with --live: variable with the token that the proxy wants' },
    json: { type: 'boolean', default: false, describe: 'print what was found as one JSON document' },
  },
  examples: [
    ['routelab conform exports/litellm', 'the files, by our reading of the proxy’s rules'],
    ['routelab conform exports/litellm --live http://127.0.0.1:4000/v1 --max-cost 0.05', 'the proxy itself'],
    ['routelab conform served', 'what routelab serve has logged'],
  ],
  handler: async (parsed) => {
    const { conformCommand } = await import('../conform-command.js');
    return conformCommand({
      folder: textOption(parsed, 'folder') ?? 'exports/router',
      live: textOption(parsed, 'live'),
      limit: parsed['limit'],
      yes: flagOption(parsed, 'yes'),
      maxCost: parsed['max-cost'],
      mockUpstreams: parsed['mock-upstreams'],
      keyEnv: textOption(parsed, 'key-env'),
      json: flagOption(parsed, 'json'),
    });
  },
});
