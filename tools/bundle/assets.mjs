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
    packages: false,
    as: 'text',
    to: 'src/report/asset/page-script.ts',
    name: 'PAGE_SCRIPT',
    about: 'What the report page runs.',
  },
];
