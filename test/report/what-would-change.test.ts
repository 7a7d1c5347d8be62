import { describe, expect, it } from 'vitest';
import type { ConstraintJudgement, Results } from '../../src/domain/results.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { tableView } from '../../src/report/table-view.js';
import { queriesToShow, roomOf, whatWouldChange } from '../../src/report/what-would-change.js';
import { aPackedRun } from '../support/a-packed-run.js';

const judged = (
  low: number,
  high: number,
  limit: number,
  verdict: ConstraintJudgement['verdict'] = 'pass',
): ConstraintJudgement => ({
  text: 'x',
  verdict,
  observed: { value: (low + high) / 2, low, high, n: 100 },
  limit,
  unit: 'fraction',
  shortBy: 0,
});

describe('what would change the verdict', () => {
  it('is the room to a limit at the near end of the interval, on either side of it', () => {
    expect(roomOf(judged(0.82, 0.9, 0.8))).toBeCloseTo(0.02, 12);
    expect(roomOf(judged(0.1, 0.17, 0.2))).toBeCloseTo(0.03, 12);
    expect(roomOf(judged(0.78, 0.9, 0.8, 'undecided'))).toBeNull();
    // No violation among none allowed: counted, not estimated.
    expect(roomOf(judged(0, 0, 0))).toBeNull();
  });

  it('is how many queries would show what is observed: four times as many for half the difference', () => {
    // 100 queries can show 0.2; 0.1 takes 100 · (0.2 ÷ 0.1)² = 400.
    expect(queriesToShow(100, 0.2, 0.1)).toBe(400);
    expect(queriesToShow(100, 0.2, -0.1)).toBe(400);
  });

  it('is nothing where nothing was chosen', async () => {
    const { results } = await aPackedRun({ size: 60 });
    expect(whatWouldChange({ ...results, choice: { kind: 'none', why: '' } })).toEqual([]);
  });
});

describe('one source for sentences and numbers', () => {
  let results: Results;
  const plain = (html: string) =>
    html
      .slice(0, html.indexOf('<script type='))
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&')
      .replaceAll(/\s+/g, ' ');
  const unescaped = (markdown: string) =>
    markdown
      .replaceAll(/\\([^\w\s])/g, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');

  it('verdict, conditions and every cell of the table stand in summary and page alike', async () => {
    results = (await aPackedRun()).results;
    const [page, summary] = [plain(await renderHtml(results)), unescaped(renderMarkdown(results))];
    expect(summary).toContain(results.verdict);
    for (const sentence of results.verdict.split(/(?<=[.!?]) (?=[A-Z])/)) expect(page).toContain(sentence);
    const conditions = whatWouldChange(results);
    expect(conditions.map(({ term }) => term)).toEqual(
      expect.arrayContaining(['The tightest constraint', 'Prices', 'More queries', 'Time']),
    );
    for (const { text } of conditions) {
      expect(summary).toContain(text);
      expect(page).toContain(text);
    }
    const { columns, sections } = tableView(results);
    const cells = sections.flatMap(({ rows }) => rows.flatMap((row) => row.cells.map((text, column) => ({ text, column }))));
    for (const { text, column } of cells) {
      // Notes are tags in the page, one by one; shares of models are a drawing and a table of their own.
      if (columns[column]?.id === 'models') continue;
      for (const part of text.split(' · ')) {
        expect(summary.includes(part), part).toBe(true);
        expect(page.includes(part), part).toBe(true);
      }
    }
  });
});
