import { defineCommand, flagOption, textOption, textsOption } from './command.js';

/** Two runs against each other. */
export const compare = defineCommand({
  command: 'compare <base> [head]',
  describe: 'Hold two results against each other: what changed, by how much, and whether that is more than chance',
  setup: (parser) =>
    parser
      .positional('base', { type: 'string', demandOption: true, describe: 'results.json, report folder, or a name in reports/' })
      .positional('head', { type: 'string', describe: 'the same (default: latest)' }),
  options: {
    format: { choices: ['table', 'md', 'json'] as const, default: 'table', describe: 'what to print' },
    output: { alias: 'o', type: 'string', describe: 'file for that format; the table then still goes to stdout' },
    junit: { type: 'string', describe: 'file to write gates, constraints and regressions to as JUnit XML' },
    'fail-on': {
      choices: ['none', 'gate', 'regression'] as const,
      default: 'gate',
      describe:
        'exit 3 for: nothing; what run of head fails on; that, and what ships being significantly worse beyond the tolerance',
    },
    tolerance: {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'how much worse is still all right: quality=0.01, cost=5%, latency=10%, or =any (repeatable)',
    },
    top: { type: 'number', default: 10, describe: 'queries listed for a row, each way' },
    strict: { type: 'boolean', default: false, describe: 'exit 3 also for what is undecided' },
    quiet: { type: 'boolean', default: false, describe: 'print only what matters most, in a few sentences' },
  },
  examples: [
    ['routelab compare 132e01172b49', 'an earlier report of this workspace against the latest'],
    ['routelab compare base/results.json reports/latest --fail-on regression --format md -o compare.md', 'in a pull request'],
  ],
  handler: async (parsed) => {
    const { compareCommand } = await import('../compare-command.js');
    const failOn = parsed['fail-on'];
    const format = parsed['format'];
    return compareCommand({
      base: String(parsed['base']),
      head: textOption(parsed, 'head'),
      format: format === 'md' || format === 'json' ? format : 'table',
      output: textOption(parsed, 'output'),
      junit: textOption(parsed, 'junit'),
      failOn: failOn === 'none' || failOn === 'regression' ? failOn : 'gate',
      tolerance: textsOption(parsed, 'tolerance'),
      top: Number(parsed['top']),
      strict: flagOption(parsed, 'strict'),
      quiet: flagOption(parsed, 'quiet'),
    });
  },
});
