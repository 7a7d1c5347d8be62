import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { robustnessText } from '../../src/report/robustness-text.js';
import { aResults, aRobustness } from '../support/a-results.js';

describe('robustnessText', () => {
  it('says of the chosen router what matters most of each kind', () => {
    expect(robustnessText(aResults())).toEqual([
      'Prompts typed otherwise: at most 2.3 % of the decisions change (a typo), quality there −11.1 [−13.1, −9.1] points.',
      'With one model down, worst house/onprem: quality −12.0 [−14.0, −10.0] points, 25.0 % get no answer.',
      '90 % of the cost goes to acme/frontier: its price ±20 % is the bill ±18.0 %.',
      'Prices ±20 % change the choice: nothing with the price of acme/frontier +20 %.',
      'Category weights ±50 %: quality between 0.810 and 0.880, $/1k queries between $0.900 and $1.60; by-length is better in one with more of billing; the quality constraint is missed by 1.0 points in the worst mix.',
    ]);
  });

  it('says so where nothing changes, and nothing without routers', () => {
    const { rows, mix } = aRobustness();
    const steady = rows.map((row) => ({ ...row, perturbations: row.perturbations.slice(1), removals: row.removals.slice(0, 1) }));
    const calm = aRobustness({
      rows: steady,
      prices: [{ modelId: null, factor: 0.8, candidate: 'by-task', sameChoice: true }],
      mix: mix === null ? null : { ...mix, lead: 0.1, qualityMargin: 0.01 },
    });
    const text = robustnessText(aResults({ robustness: calm })).join('\n');
    expect(text).toContain('no decision changes');
    expect(text).toContain('no quality is lost');
    expect(text).toContain('the choice stays');
    expect(text).toContain('no rival passes it in any mix; the quality constraint holds in every mix');
    expect(robustnessText(aResults({ robustness: aRobustness({ rows: [], prices: [], mix: null }) }))).toEqual([]);
  });
});

describe('robustness in the views', () => {
  it('stands in the Markdown and on the page, with a table a kind of change', async () => {
    expect(renderMarkdown(aResults())).toContain('## If the world is other than measured');
    const page = await renderHtml(aResults());
    expect(page).toContain('<h2 id="robustness">If the world is other than measured</h2>');
    expect(page).toMatch(/a typo<\/td><td class="r">400<\/td><td class="r">2\.3 % \[0\.2 %, 4\.3 %\]/);
    expect(page).toMatch(
      /house\/onprem<\/td><td class="r">−12\.0 \[−14\.0, −10\.0\]<\/td><td class="r">−\$0\.100<\/td><td class="r">25 %/,
    );
    expect(page).toMatch(
      /0\.810 to 0\.880<\/td><td class="r">\$0\.900 to \$1\.60<\/td><td class="">acme\/frontier 90 %, acme\/small 10 %/,
    );
  });

  it('is left out where there is nothing to say', async () => {
    const none = aResults({ robustness: aRobustness({ rows: [], prices: [], mix: null }) });
    expect(renderMarkdown(none)).not.toContain('other than measured');
    expect(await renderHtml(none)).not.toContain('other than measured');
  });
});
