/**
 * Scripts that the build makes out of our own sources and keeps as text in a generated module, to be imported like any other.
 * Adding one = a line here. `.ci/run`, tests, types and the build all make them first; generated files are not committed.
 *
 * - text: `export const <name>` is the script itself.
 * - packed: `export const <name>` is { gzipBase64, sha256Base64 }: too large to stand in a page unless it is needed.
 */
export const ASSETS = [
  {
    entry: 'src/report/client/main.ts',
    format: 'iife',
    packages: ['simple-statistics'],
    as: 'text',
    to: 'src/report/asset/page-script.ts',
    name: 'PAGE_SCRIPT',
    about: 'What the report page runs.',
  },
  {
    entry: 'src/report/client/vega/entry.ts',
    format: 'iife',
    packages: 'any',
    as: 'packed',
    to: 'src/report/asset/vega-script.ts',
    name: 'VEGA_SCRIPT',
    about: 'Vega, Vega-Lite and the interpreter, which a report page starts when a chart is first touched.',
  },
];
