import { defineCommand, flagOption, textOption } from './command.js';

const DESCRIBED = 'format-specific options (--set, --quality …) are listed by: routelab import <format> --describe';

/** Other people's data as a workspace. Options of the format pass through. */
export const importData = defineCommand({
  command: 'import <format> [path]',
  describe: 'Make a workspace from data in another format',
  setup: (parser) =>
    parser
      .positional('format', { type: 'string', demandOption: true, describe: 'e.g. routellm, wide' })
      .positional('path', { type: 'string', describe: 'file or folder to read' })
      .parserConfiguration({ 'unknown-options-as-args': false })
      .strict(false)
      .strictCommands(false)
      .epilogue(DESCRIBED),
  options: {
    out: { type: 'string', describe: 'folder to make' },
    force: { type: 'boolean', default: false, describe: 'replace a folder that is not empty' },
    describe: { type: 'boolean', default: false, describe: "show the format's own options" },
    audit: { type: 'boolean', default: true, describe: 'look for what could mislead in the new workspace; --no-audit skips it' },
    json: { type: 'boolean', default: false, describe: 'print the report as JSON' },
  },
  examples: [
    ['routelab import routellm data/routellm --set gsm8k --out w', 'RouteLLM GSM8K as workspace w'],
    ["routelab import wide scores.csv --quality 'gpt-4o=gpt4_score' --out w", 'any wide table'],
  ],
  handler: async (parsed) => {
    const { importCommand } = await import('../import-command.js');
    return importCommand({
      format: String(parsed['format']),
      path: textOption(parsed, 'path'),
      out: textOption(parsed, 'out'),
      force: flagOption(parsed, 'force'),
      describe: flagOption(parsed, 'describe'),
      audit: flagOption(parsed, 'audit'),
      json: flagOption(parsed, 'json'),
      options: parsed,
    });
  },
});
