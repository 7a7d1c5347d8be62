import { expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.js';
import { reliabilityView } from '../../src/report/reliability-view.js';
import { aResults } from '../support/a-results.js';

const reliability = { n: 1200, error: 0.0456, bins: [{ from: 0.8, to: 0.9, n: 1200, predicted: 0.85, actual: 0.8044 }] };

it('shows whether predictions came true, where any row predicts', () => {
  const plain = aResults();
  expect(reliabilityView(plain)).toBeNull();
  expect(renderMarkdown(plain)).not.toContain('come true');
  const [first, ...rest] = plain.rows;
  const results = { ...plain, rows: [{ ...(first as NonNullable<typeof first>), reliability }, ...rest] };
  expect(reliabilityView(results)?.errors).toEqual([{ label: first?.label, n: '1200', error: '0.046' }]);
  const text = renderMarkdown(results);
  expect(text).toContain('## Do predictions come true?');
  expect(text).toContain('| 0.8 to 0.9 | 1200 | 0.850 | 0.804 |');
});
