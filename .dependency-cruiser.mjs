// The house's layering, each rule with its reason. Run by `npm run arch` and inside the tests, which also plant a
// violation of every rule and expect it to be named.

const SRC = '^src/';

/** Files in `from` may import, of src, only what `to` lists. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: SRC, pathNot: to },
});

/** One package, one door. */
const oneDoor = (name, home) => ({
  name: `one-door-${name.replace(/[^a-z]/g, '-')}`,
  comment: `${name} is imported only in ${home.join(', ')}, so that it can be replaced in one place.`,
  severity: 'error',
  from: { path: SRC, pathNot: home.map((folder) => `^src/${folder}/`) },
  to: { path: `node_modules/${name}/` },
});

const MIDDLE = ['strategy', 'quality', 'replay', 'metric', 'compare'];
const UPPER = ['simulate', 'engine', 'report', 'export', 'dataset', 'recording', 'provider'];
// Reading bytes and lines: below every door to the disk, so that the doors share it without leaning on each other.
const FILE = '^src/file/';
const BASE = ['^src/router/', '^src/stats/', '^src/domain/'];
const middle = MIDDLE.map((folder) => `^src/${folder}/`);

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means two files are one; type-only imports count, because readers follow them too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rooms-of-app-form-no-cycle',
      comment: 'Use cases stand in rooms, and what two rooms need of each other is a third: the way through them goes one way.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/app/[^/]+$' },
      to: { circular: true },
    },
    only('domain-knows-nothing', '^src/domain/', ['^src/domain/'], 'The vocabulary must be readable without any mechanism.'),
    only(
      'stats-knows-numbers',
      '^src/stats/',
      ['^src/stats/', '^src/domain/'],
      'Statistics are pure numbers, usable on anything.',
    ),
    only(
      'router-stands-alone',
      '^src/router/',
      ['^src/router/', '^src/domain/'],
      'The runtime is what production runs: it carries nothing of the laboratory.',
    ),
    {
      name: 'router-has-no-dependency',
      comment: 'The runtime runs in workers, browsers and gateways: no package, no node: module.',
      severity: 'error',
      from: { path: '^src/(router|domain)/' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: SRC },
    },
    ...MIDDLE.map((folder) =>
      only(
        `${folder}-meets-no-sibling`,
        `^src/${folder}/`,
        [`^src/${folder}/`, ...BASE],
        'Stages of one level know only what is below; experiment composes them.',
      ),
    ),
    only(
      'experiment-composes',
      '^src/experiment/',
      ['^src/experiment/', ...middle, ...BASE],
      'The experiment is a pure composition of stages: no disk, no views.',
    ),
    ...UPPER.map((folder) =>
      only(
        `${folder}-meets-no-sibling`,
        `^src/${folder}/`,
        [`^src/${folder}/`, FILE, ...middle, ...BASE],
        'Doors to the outside don’t lean on each other; app joins them.',
      ),
    ),
    only(
      'page-script-is-pure',
      '^src/report/client/',
      // Of the report, what makes words and numbers; nothing that makes the page itself.
      [
        '^src/report/(client|explore|pack|chart)/',
        '^src/report/page/(plain-table|interval-bar|share-bar)\\.ts$',
        '^src/report/[^/]+\\.ts$',
        ...['metric', 'compare'].map((folder) => `^src/${folder}/`),
        ...BASE,
      ],
      'What runs in the page shares numbers and sentences with the other views, and nothing that needs Node.',
    ),
    {
      name: 'page-script-is-bundled',
      comment: 'What runs in the page gets there as a bundled script: nothing else may lean on code that needs a browser.',
      severity: 'error',
      from: { path: SRC, pathNot: '^src/report/client/' },
      to: { path: '^src/report/client/' },
    },
    only('file-knows-files', FILE, [FILE, '^src/domain/'], 'Reading lines needs to know nothing of what they mean.'),
    only('app-below-cli', '^src/app/', ['^src/(?!cli/)'], 'Use cases must be callable without a terminal.'),
    only(
      'cli-talks-to-app',
      '^src/cli/',
      ['^src/(cli|app|report|domain)/'],
      'The terminal formats; everything else happens behind app.',
    ),
    only(
      'index-is-only-an-index',
      '^src/index\\.ts$',
      [
        '^src/(app|experiment|simulate|strategy|quality|replay|metric|compare|router|stats|report|export|dataset|recording|domain)/',
      ],
      'The public API names things; it contains nothing.',
    ),
    {
      name: 'io-at-the-edge',
      comment: 'Everything else is testable with literals and gives the same bytes everywhere.',
      severity: 'error',
      from: { path: SRC, pathNot: '^src/(file|dataset|recording|provider|engine|app|cli|export/template)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-orphans',
      comment:
        'A file nobody imports is dead, or a door that should be listed here. Generated files may be left from another state.',
      severity: 'error',
      from: {
        orphan: true,
        path: SRC,
        pathNot:
          '^src/(index|cli/main|report/client/main)\\.ts$|^src/(report|export|stats|router)/asset/|^src/router/lean/|^src/export/template/',
      },
      to: {},
    },
    oneDoor('yargs', ['cli']),
    oneDoor('cli-progress', ['cli']),
    oneDoor('picocolors', ['cli']),
    oneDoor('ajv', ['quality']),
    oneDoor('fast-csv', ['dataset', 'recording']),
    oneDoor('hyparquet', ['dataset']),
    oneDoor('hyparquet-compressors', ['dataset']),
    oneDoor('yaml', ['app', 'export']),
    oneDoor('p-limit', ['app', 'provider']),
    oneDoor('@ai-sdk', ['provider', 'export/template']),
    oneDoor('gpt-tokenizer', ['provider']),
    oneDoor('bullmq', ['engine']),
    oneDoor('ioredis', ['engine']),
    {
      name: 'providers-are-lazy',
      comment: 'Replay loads no SDK: what talks to providers is imported when a call is made, never before.',
      severity: 'error',
      // Templates are text for us: what they import is for whoever runs the exported file.
      from: { path: SRC, pathNot: '^src/export/template/' },
      // @ai-sdk/provider is imported for its types alone.
      to: { path: 'node_modules/(@ai-sdk/(?!provider/)|gpt-tokenizer/)', dynamic: false },
    },
    oneDoor('handlebars', ['report']),
    oneDoor('vega', ['report']),
    oneDoor('vega-lite', ['report']),
    oneDoor('simple-statistics', ['stats']),
    oneDoor('zod', ['dataset', 'recording', 'strategy', 'experiment', 'compare', 'simulate', 'export', 'app']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
