import { expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { reliabilityView } from '../../src/report/reliability-view.js';
import { aResults } from '../support/a-results.js';

const reliability = { n: 1200, error: 0.0456, bins: [{ from: 0.8, to: 0.9, n: 1200, predicted: 0.85, actual: 0.8044 }] };

it('draws the curve on the page beside its tables, with a name for screen readers', async () => {
  const plain = aResults();
  expect(await renderHtml(plain)).not.toContain('id="predictions"');
  const rows = plain.rows.map((row, at) => (at < 2 ? { ...row, reliability } : row));
  const page = await renderHtml({ ...plain, rows });
  const section = page.slice(page.indexOf('<h2 id="predictions">'), page.indexOf('<h2 id="robustness">'));
  expect(section).toMatch(/<svg role="img" aria-label="Real against predicted quality by bin/);
  expect(section).toContain('<td class="r">0.046</td>');
  expect(section).toContain('The bins of every row');
  expect(section).not.toMatch(/fill="#|stroke="#/);
});

it('shows whether predictions came true, where any row predicts', () => {
  const plain = aResults();
  expect(reliabilityView(plain)).toBeNull();
  expect(renderMarkdown(plain)).not.toContain('come true');
  const [first, ...rest] = plain.rows;
  const results = { ...plain, rows: [{ ...(first as NonNullable<typeof first>), reliability }, ...rest] };
  expect(reliabilityView(results)?.rows).toMatchObject([{ label: first?.label, n: '1200', error: '0.046' }]);
  const text = renderMarkdown(results);
  expect(text).toContain('## Do predictions come true?');
  expect(text).toContain('| 0.8 to 0.9 | 1200 | 0.850 | 0.804 |');
});
