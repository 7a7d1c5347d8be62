import { describe, expect, it } from 'vitest';
import type { Results } from '../../src/domain/results.js';
import type { Change, RunComparison } from '../../src/domain/run-comparison.js';
import { compareRuns } from '../../src/experiment/runs/compare-runs.js';
import { NO_TOLERANCE } from '../../src/experiment/runs/tolerance.js';
import { changeWords, formatChange } from '../../src/report/change-format.js';
import { stops } from '../../src/report/check-view.js';
import { comparisonChecks } from '../../src/report/comparison-checks.js';
import { junitXml } from '../../src/report/junit.js';
import { renderComparisonMarkdown } from '../../src/report/markdown/comparison-markdown.js';
import { escapeText } from '../../src/report/markdown-text.js';
import { runComparisonView } from '../../src/report/run-comparison-view.js';
import { whatWouldChange } from '../../src/report/what-would-change.js';
import { aGate, anEstimate, aResults } from '../support/a-results.js';
import { aRouterRow, aRun, someDecisions } from '../support/a-run.js';
import { parseXml } from '../support/parse-xml.js';

const HOSTILE = 'x|</summary><img src=x onerror=1>\u0000\u202e`*_"&';
const chosen = (rowId: string): Results['choice'] => ({ kind: 'chosen', rowId, why: 'w', confidence: 'c', test: 'confirmed' });

function side(file: string, head: boolean, name: string, over: Partial<Results> = {}) {
  const queries = Array.from({ length: 60 }, (_, i) => ({
    id: i === 0 ? HOSTILE : `q${i}`,
    category: i % 2 === 0 ? HOSTILE : 'plain',
    rows: {
      [`router:${name}`]: {
        quality: head && i % 3 === 0 ? 0 : 1,
        cost: 0.001,
        latencyMs: 100 + i,
        calls: head && i % 3 === 0 ? 'a/small' : 'a/large',
      },
    },
  }));
  return aRun(file, { rows: [aRouterRow(name, 1, 1)], choice: chosen(`router:${name}`), ...over }, someDecisions(queries));
}
function comparison(name = 'x', over: { base?: Partial<Results>; head?: Partial<Results> } = {}): RunComparison {
  return compareRuns(side('base', false, name, over.base), side('head', true, name, over.head), {
    tolerance: NO_TOLERANCE,
    top: 3,
  });
}
const { protocol } = aResults();

describe('a change in words', () => {
  const change = (over: Partial<Change>): Change => ({
    measure: 'quality',
    unit: 'fraction',
    base: anEstimate(0.8),
    head: anEstimate(0.77),
    difference: { value: -0.031, low: -0.05, high: -0.012, n: 9 },
    method: 'paired',
    test: { name: 'sign_flip', pValue: 0.001, pAdjusted: 0.0042 },
    verdict: 'worse',
    beyondTolerance: true,
    ...over,
  });

  it('is points of quality, and a share of what cost and latency were', () => {
    expect(formatChange(change({}))).toBe('▼ −3.1 [−5.0, −1.2]');
    expect(changeWords(change({}))).toBe('quality −3.1 points [−5.0, −1.2] (worse, p 0.004)');
    const cost = change({
      measure: 'cost',
      unit: 'usd',
      base: anEstimate(0.002),
      difference: { value: 0.0004, low: 0.0001, high: 0.004, n: 9 },
    });
    expect(formatChange(cost)).toBe('▼ +20.0 % [+5.0, +200]');
    // A cost can't fall by more than all of it: the interval ends at −100 %.
    const fallen = { ...cost, verdict: 'better', difference: { value: -0.00183, low: -0.0021, high: -0.00147, n: 9 } } as const;
    expect(formatChange(fallen)).toBe('▲ −91.5 % [−100, −73.5]');
    expect(changeWords({ ...cost, verdict: 'unclear' })).toBe('cost +20.0 % [+5.0, +200] (no significant change)');
    expect(formatChange(change({ measure: 'latency', unit: 'ms', base: anEstimate(0), difference: anEstimate(50, 10) }))).toBe(
      '▼ 50.0 [40.0, 60.0]',
    );
  });

  it('is a shape and a word where there is no number', () => {
    const none = { value: null, low: null, high: null, n: 0 };
    expect(formatChange(change({ verdict: 'unavailable', difference: none }))).toBe('—');
    expect(formatChange(change({ verdict: 'incomparable', difference: none }))).toBe('≠');
    expect(formatChange(change({ verdict: 'unchanged' }))).toBe('= 0');
    expect(changeWords(change({ verdict: 'incomparable', difference: none }))).toBe('quality not comparable');
  });
});

describe('the view of two runs', () => {
  it('says first what ships and what that does, then what is worse', () => {
    expect(runComparisonView(comparison()).headline).toMatch(
      /^x still ships: quality −33\.3 points \[.*\] \(worse, p < 0\.001\), cost unchanged, p95 latency unchanged\. Significantly worse beyond the tolerance: x \(quality\)\.$/,
    );
    const crossed = compareRuns(side('base', false, 'x'), side('head', true, 'z', { rows: [aRouterRow('z', 1, 1)] }), {
      tolerance: NO_TOLERANCE,
      top: 3,
    });
    expect(runComparisonView(crossed).headline).toMatch(/^Head would ship z instead of x: /);
    const nothing = { choice: { kind: 'none', why: '' } } as const;
    expect(runComparisonView(comparison('x', { base: nothing, head: nothing })).headline).toMatch(
      /^Neither run chooses a strategy\./,
    );
    expect(runComparisonView(comparison('x', { head: nothing })).headline).toMatch(/^Base would ship x; head chooses nothing\./);
    expect(runComparisonView(comparison('x', { base: nothing })).headline).toMatch(/^Head would ship x; base chose nothing\./);
  });

  it('says that nothing changed, or can’t be compared, or is tolerated', () => {
    const inputs = { hash: 'same', files: [] };
    expect(runComparisonView(comparison('x', { base: { inputs }, head: { inputs } })).headline).toBe(
      'The same inputs gave the same numbers: nothing changed.',
    );
    const other = comparison('x', { head: { protocol: { ...protocol, scorer: { type: 'numeric', version: 1 } } } });
    expect(runComparisonView(other)).toMatchObject({
      tone: 'open',
      headline: expect.stringMatching(/^Not fully comparable: another scorer\. x still ships: quality not comparable/),
    });
    const tolerant = compareRuns(side('base', false, 'x'), side('head', true, 'x'), {
      tolerance: { quality: null, cost: 0, latency: 0 },
      top: 3,
    });
    expect(runComparisonView(tolerant)).toMatchObject({
      tone: 'good',
      headline: expect.stringMatching(/What is significantly worse is within the tolerance\.$/),
    });
  });

  it('has a table of strategies, of categories, of queries; and none that would be empty', () => {
    expect(runComparisonView(comparison()).how).toContain(
      '· no more than chance explains, also beside an interval without 0: tests are Holm-corrected',
    );
    const titles = (of: RunComparison) => runComparisonView(of).tables.map(({ title }) => title);
    expect(titles(comparison())).toEqual(['strategies', 'categories that changed', 'queries x answers worse, 3 of 20']);
    const gates = [aGate({ rowId: 'router:x' })];
    expect(titles(comparison('x', { head: { gates } }))[0]).toBe('gates of head');
    for (const { columns, rows } of runComparisonView(comparison('x', { head: { gates } })).tables) {
      expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true);
    }
  });
});

describe('the Markdown of two runs', () => {
  it('carries the words of the view, the grave differences above everything', () => {
    const other = comparison('x', {
      head: { protocol: { ...protocol, scorer: { type: 'numeric', version: 1 }, objective: 'maximise quality' } },
    });
    const markdown = renderComparisonMarkdown(other, aResults());
    expect(markdown).toMatch(
      /^<!-- routelab compare -->\n\n## desk: head against base\n\n> \*\*incomparable\*\* scorer multiple_choice v1 → numeric v1: /,
    );
    expect(markdown).toContain('- **Note**: objective minimise cost → maximise quality');
    expect(markdown).toContain('| ★ **x** | ≠ | = 0 | = 0 | 20 of 60 | — | not comparable |');
    const [condition] = whatWouldChange(aResults());
    expect(markdown).toContain(
      `<details><summary>What would change head’s verdict</summary>\n\n- **${condition?.term}**: ${escapeText(condition?.text ?? '')}`,
    );
    const undecided = aResults({ choice: { kind: 'none', why: '' } });
    expect(renderComparisonMarkdown(other, undecided)).not.toContain('What would change');
  });

  it('lets no name become markup', () => {
    const markdown = renderComparisonMarkdown(comparison(HOSTILE), aResults());
    for (const harm of ['<img', '\u0000', '\u202e']) expect(markdown).not.toContain(harm);
    // Every table line has as many cells as its head: no name's bar counts.
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
    for (const block of markdown.split('\n\n')) {
      const lines = block.split('\n').filter((line) => line.startsWith('| '));
      expect(new Set(lines.map(cells)).size).toBeLessThanOrEqual(1);
    }
    expect(markdown.match(/<\/?(?:details|summary)>/g)).toEqual(expect.arrayContaining(['<details>', '<summary>']));
    expect(markdown.split('<summary>').length).toBe(markdown.split('</summary>').length);
  });
});

describe('checks of two runs', () => {
  const stopping = (of: RunComparison, head: Results, failOn: Parameters<typeof comparisonChecks>[2]) =>
    comparisonChecks(of, head, failOn)
      .filter((check) => stops(check, false))
      .map(({ suite, name }) => `${suite}: ${name}`);
  const head = aResults({
    rows: [aRouterRow('x', 1, 1)],
    choice: chosen('router:x'),
    gates: [aGate({ verdict: 'fail', rowId: 'router:x' })],
  });

  it('fail on nothing, on what head promises, or also on what ships being worse', () => {
    expect(stopping(comparison(), head, 'none')).toEqual([]);
    expect(stopping(comparison(), head, 'gate')).toEqual(['gates: quality.mean >= 0.8']);
    expect(stopping(comparison(), head, 'regression')).toEqual(['gates: quality.mean >= 0.8', 'regressions: x: quality']);
  });

  it('only warn of what does not ship, where something does', () => {
    const rows = [aRouterRow('x', 0.9, 1), aRouterRow('y', 0.9, 1)];
    const worse = [aRouterRow('x', 0.9, 1), aRouterRow('y', 0.5, 1)];
    const sides = (choice: Results['choice']) =>
      compareRuns(aRun('base', { rows, choice }), aRun('head', { rows: worse, choice }), { tolerance: NO_TOLERANCE, top: 0 });
    const own = aResults({ gates: [], choice: { kind: 'none', why: '' } });
    expect(stopping(sides(chosen('router:x')), own, 'regression')).toEqual([]);
    expect(stopping(sides({ kind: 'none', why: '' }), own, 'regression')).toEqual(['regressions: y: quality']);
  });

  it('do not pass what can’t be compared, unless nobody asked', () => {
    const other = (quality: number | null) =>
      compareRuns(
        side('base', false, 'x'),
        side('head', true, 'x', { protocol: { ...protocol, scorer: { type: 'numeric', version: 1 } } }),
        {
          tolerance: { ...NO_TOLERANCE, quality },
          top: 0,
        },
      );
    const own = aResults({ gates: [] });
    expect(stopping(other(0), own, 'regression')).toEqual(['comparability: the same scorer']);
    expect(stopping(other(null), own, 'regression')).toEqual([]);
    expect(comparisonChecks(other(0), own, 'regression').find(({ name }) => name === 'x: quality')?.verdict).toBe('undecided');
  });

  it('are JUnit cases whatever names hold', () => {
    const checks = comparisonChecks(comparison(HOSTILE), head, 'regression');
    const suite = parseXml(junitXml(checks, false)).children.find(({ attributes }) => attributes['name'] === 'regressions');
    expect(suite?.children.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
      [expect.stringContaining('</summary><img'), 'failure'],
      [expect.stringMatching(/: cost$/), 'system-out'],
      [expect.stringMatching(/: p95 latency$/), 'system-out'],
    ]);
  });
});
