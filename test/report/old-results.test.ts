import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseResults } from '../../src/compare/parse-results.js';
import { RESULTS_VERSION } from '../../src/compare/results-schema.js';
import { withoutCodeMarks } from '../../src/report/code-words.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { tableView } from '../../src/report/table-view.js';
import { routelab } from '../support/cli.js';

const FOLDER = 'test/fixtures/results';

/** Results as each version of the schema was written, never touched again: they must stay readable. */
const fixtures = readdirSync(FOLDER).map((file) => ({ version: Number(/^v(\d+)\.json$/.exec(file)?.[1]), file }));

it('are kept for every version of the schema', () => {
  expect(fixtures.map(({ version }) => version)).toEqual(Array.from({ length: RESULTS_VERSION }, (_, index) => index + 1));
});

describe.each(fixtures)('results of version $version', ({ file }) => {
  const results = parseResults(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));

  it('still give every view, the page without an explorer', async () => {
    const html = await renderHtml(results);
    expect(html).toContain(results.verdict.split('.')[0]);
    expect(html).toContain('not in this page: the page was made from the results alone');
    expect(renderMarkdown(results)).toContain(results.rows[0]?.label);
    expect(tableView(results).sections.length).toBeGreaterThan(2);
  });

  it('are printed in the terminal, verdict last, and as the same Markdown', () => {
    const table = routelab('.', 'report', join(FOLDER, file), '--format', 'table');
    expect([table.code, table.stderr]).toEqual([0, '']);
    expect(table.stdout).toMatch(/^routelab .*\n[\s\S]*\nSTRATEGIES\n[\s\S]*\nWHAT WOULD CHANGE THIS\n/);
    expect(table.stdout.trimEnd().split('\n').at(-1)).toBe(withoutCodeMarks(results.verdict));
    expect(routelab('.', 'report', join(FOLDER, file), '--format', 'md', '-o', '-').stdout).toBe(renderMarkdown(results));
  });
});
