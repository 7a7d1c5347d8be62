import { describe, expect, it } from 'vitest';
import { UNAVAILABLE } from '../../src/domain/estimate.js';
import type { SearchSummary } from '../../src/domain/results.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { searchViews } from '../../src/report/search-view.js';
import { aResults, aSearch } from '../support/a-results.js';

const said = (replaced: Partial<SearchSummary> = {}) => {
  const [view] = searchViews(aResults({ search: [aSearch(replaced)] }));
  return Object.fromEntries((view?.facts ?? []).map(({ term, text }) => [term, text]));
};

describe('a search in words', () => {
  it('says what was tried, what was chosen and why', () => {
    expect(said()['Tried']).toBe('40 of 200 candidates by tpe, seed 7; 31 decide differently');
    expect(said()['Chosen']).toBe(
      'by-length#31, the plainest of 4 within one standard error ($0.120 per 1,000 queries) of the best objective; the best being by-length#17',
    );
    expect(said()['With']).toBe('pipeline[0].rules[0].when.prompt.tokens.$gt = 120');
    expect(said({ within: 1 })['Chosen']).toMatch(/the best: no other is within/);
    expect(said({ within: 0 })['Chosen']).toMatch(/no candidate passes every constraint on validation/);
    expect(said({ rule: 'best' })['Chosen']).toMatch(/the best on validation/);
    const halved = said({ method: 'halving', tried: { candidates: 40, onValidation: 5, distinct: 5 } });
    expect(halved['Tried']).toBe('40 of 200 candidates by halving, seed 7, 5 of them on validation; 5 decide differently');
    expect(said({ stopped: 'patience', patience: 9 })['Tried']).toMatch(/stopped after 9 without a better one/);
  });

  it('says how much the looking flattered, and what is left after correcting for it', () => {
    expect(said()['Flattered by']).toMatch(
      /^quality \+2\.1 \[\+0\.1, \+4\.1\] points, cost \$0\.100 .*\(validation minus test: quality above 0 and cost below 0 flattered\)$/,
    );
    expect(said()['Expected']).toBe(
      'quality +0.8 points, cost −$0.0200 per 1,000 queries, from having looked at 31 candidates that decide differently (bootstrap)',
    );
    expect(said()['Corrected']).toBe(
      'for 31 candidates, by-length#31 is not shown to be cheaper than acme/frontier (p = 0.310); by-length#17 is cheaper than acme/frontier (p = 0.002); no win, because the chosen one fails a constraint on test',
    );
    expect(said({ maxStatistic: null })['Corrected']).toMatch(/^nothing to test/);
  });

  it('names the objective, and calls nothing a win that misses the constraints', () => {
    const base = aResults({ search: [aSearch()] });
    const under = (objective: string) =>
      searchViews({ ...base, protocol: { ...base.protocol, objective } })[0]?.facts.at(-1)?.text;
    expect(under('maximise quality')).toContain('by-length#17 is of higher quality than acme/frontier (p = 0.002)');
    expect(under('maximise quality − 2 per USD')).toContain(
      'is ahead of acme/frontier in the objective (maximise quality − 2 per USD) (p = 0.002)',
    );
    const within = said({ within: 0 })['Corrected'];
    expect(within).toMatch(/; no win, because no candidate passes every constraint on validation$/);
    // The row of by-length fails a constraint on the test part.
    expect(said()['Corrected']).toMatch(/; no win, because the chosen one fails a constraint on test$/);
    const unconstrained = base.rows.map((row) => ({ ...row, constraints: [] }));
    expect(searchViews({ ...base, rows: unconstrained })[0]?.facts.at(-1)?.text).not.toContain('no win');
  });

  it('says why where no number is known', () => {
    const unknown = { objective: UNAVAILABLE, quality: UNAVAILABLE, cost: UNAVAILABLE };
    const facts = said({ optimism: { observed: unknown, expected: unknown } });
    expect(facts['Flattered by']).toBe('not known: nothing of the chosen candidate could be measured on both parts');
    expect(facts['Expected']).toBe('not known: on no resample of validation does a candidate meet every constraint');
  });

  it('stands in the page and in Markdown, and is missing where nothing was searched', async () => {
    for (const text of [renderMarkdown(aResults()), await renderHtml(aResults())]) {
      expect(text).toContain('31 decide differently');
      expect(text).toContain('Flattered by');
    }
    expect(await renderHtml(aResults())).toContain('How it got better');
    expect(renderMarkdown(aResults({ search: [] }))).not.toContain('Search:');
    expect(await renderHtml(aResults({ search: [] }))).not.toContain('id="search"');
  });
});
