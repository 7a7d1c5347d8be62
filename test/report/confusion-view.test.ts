import { expect, it } from 'vitest';
import type { Confusion, Results } from '../../src/domain/results.js';
import { allConfusions, confusionLines, matrixView, mistakeLines } from '../../src/report/confusion-view.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { aResults } from '../support/a-results.js';

const estimate = (value: number, low: number | null = null, high: number | null = null) => ({ value, low, high, n: 50 });
const cell = (label: string, predicted: string | null, n: number, wrong: [quality: number, cost: number] | null) => ({
  label,
  predicted,
  n,
  share: n / 100,
  right: wrong === null,
  quality: wrong === null ? null : estimate(wrong[0]),
  cost: wrong === null ? null : estimate(wrong[1]),
});

const confusion: Confusion = {
  of: 'category',
  n: 100,
  cells: [
    cell('faq', 'faq', 40, null),
    cell('faq', 'billing', 10, [0, 0.002]),
    cell('faq', null, 5, [0, 0]),
    cell('billing', 'billing', 42, null),
    cell('billing', 'faq', 3, [-0.333, -0.001]),
  ],
  total: { right: estimate(0.82, 0.74, 0.89), quality: estimate(-0.01, -0.03, 0.002), cost: estimate(0.0002) },
};

/** Results whose second row classifies; the first is the chosen one. */
function classifying(found: Confusion = confusion): Results {
  const plain = aResults();
  return { ...plain, rows: plain.rows.map((row, at) => (at === 1 ? { ...row, confusions: [found] } : row)) };
}

it('tells how often the class is right and what all mistakes cost', () => {
  expect(confusionLines(classifying())).toEqual([
    ['by-length', 'category', '100', '0.820 [0.740, 0.890]', '−1.0 [−3.0, +0.2]', '+$0.200'],
  ]);
  expect(confusionLines(classifying({ ...confusion, total: null }))[0]?.[3]).toBe('its classes are no labels');
  expect(allConfusions(aResults())).toEqual([]);
});

it('orders mistakes by what they changed over all queries, and leaves out those that changed nothing', () => {
  expect(mistakeLines(classifying(), confusion, 9)).toEqual([
    ['billing', 'faq', '3', '3 %', '−33.3', '−$1.00'],
    ['faq', 'billing', '10', '10 %', '0.0', '+$2.00'],
  ]);
  expect(mistakeLines(classifying(), confusion, 1)).toHaveLength(1);
});

it('lays the matrix out with the right classes on the diagonal', () => {
  const { classes, labels } = matrixView(confusion);
  expect(classes).toEqual(['faq', 'billing', '(none)']);
  expect(labels[0]).toEqual({
    label: 'faq',
    n: '55',
    cells: [
      { text: '40 (73 %)', right: true },
      { text: '10 (18 %)', right: false },
      { text: '5 (9 %)', right: false },
    ],
  });
  expect(labels[1]?.cells[2]).toEqual({ text: '', right: null });
});

it('tells the mistakes of the first row whose classes are labels', () => {
  const results = classifying();
  const rows = results.rows.map((row, at) => (at === 0 ? { ...row, confusions: [{ ...confusion, total: null }] } : row));
  expect(renderMarkdown({ ...results, rows })).toContain('Costliest mistakes of by-length (category)');
});

it('stands in the summary and on the page, and only where a row classifies', async () => {
  const text = renderMarkdown(classifying());
  expect(text).toContain('## Is the task recognised?');
  expect(text).toContain('| billing | faq | 3 | 3 % | −33.3 | −$1.00 |');
  expect(renderMarkdown(aResults())).not.toContain('task recognised');
  const page = await renderHtml(classifying());
  expect(page).toContain('<h2 id="tasks">');
  expect(page).toContain('<td class="r up2">✓ 40 (73 %)</td>');
  expect(await renderHtml(aResults())).not.toContain('id="tasks"');
});
