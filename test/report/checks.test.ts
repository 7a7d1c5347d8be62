import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Check, runChecks, stops } from '../../src/report/check-view.js';
import { gateLines, gateSummary } from '../../src/report/gate-view.js';
import { annotationLines } from '../../src/report/github-annotations.js';
import { renderHtml } from '../../src/report/html.js';
import { escapeXml, junitXml } from '../../src/report/junit.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { aGate, aResults } from '../support/a-results.js';
import { parseXml } from '../support/parse-xml.js';

const results = aResults();
const HOSTILE = '</failure><x a="1">&\u0000\u0008\ufffe\ud800 ::error::%0A\n]]>';

describe('gate lines', () => {
  it('say in one sentence what was promised, what was found and why it does not pass', () => {
    expect(gateLines(results).map(({ sentence }) => sentence)).toEqual([
      'quality.mean >= 0.8 holds for by-task: 0.846 [0.816, 0.876].',
      'slice(legal clause).quality >= 0.75 is undecided for by-task: 0.742 [0.642, 0.842], the 95 % interval crosses the limit; n = 208, more queries narrow it.',
      'latency.p95 <= 1500ms fails for by-task: 1840 ms [1740, 1940], off by 340.',
      'audits.error == 0 holds for the run: 0.',
    ]);
    expect(
      gateLines(aResults({ gates: [aGate({ verdict: 'undecided', rowId: null, note: 'nothing was chosen' })] }))[0]?.sentence,
    ).toBe('quality.mean >= 0.8 is undecided: nothing was chosen.');
  });

  it('are counted', () => {
    expect(gateSummary(results)).toBe('2 of 4 gates pass, 1 undecided, 1 failed as a warning');
    expect(gateSummary(aResults({ gates: [aGate()] }))).toBe('1 of 1 gate passes');
    expect(gateSummary(aResults({ gates: [] }))).toBe('');
  });

  it('stand in Markdown and on the page with the same words, and not at all without gates', async () => {
    const markdown = renderMarkdown(results);
    const page = await renderHtml(results);
    for (const { why, observed } of gateLines(results)) {
      expect(markdown).toContain(why);
      expect(markdown).toContain(observed);
      expect(page.replaceAll('&#x3D;', '=')).toContain(why);
      expect(page).toContain(observed);
    }
    expect(markdown).toContain('## Gates\n\n2 of 4 gates pass');
    expect(page).toContain('<h2 id="gates">Gates</h2>');
    expect(renderMarkdown(aResults({ gates: [] }))).not.toContain('## Gates');
    expect(await renderHtml(aResults({ gates: [] }))).not.toContain('id="gates"');
  });
});

describe('checks of a run', () => {
  it('are the choice, the chosen row’s constraints and the gates', () => {
    expect(runChecks(results).map(({ suite, name, verdict, level }) => [suite, name, verdict, level])).toEqual([
      ['choice', 'a strategy meets every constraint', 'pass', 'error'],
      ['constraints', 'quality ≥ 95 % of acme/frontier', 'pass', 'error'],
      ['constraints', 'p95 latency ≤ 3000 ms', 'pass', 'error'],
      ['gates', 'quality.mean >= 0.8', 'pass', 'error'],
      ['gates', 'slice(legal clause).quality >= 0.75', 'undecided', 'error'],
      ['gates', 'latency.p95 <= 1500ms', 'fail', 'warn'],
      ['gates', 'audits.error == 0', 'pass', 'error'],
    ]);
  });

  it('fail where nothing meets the constraints or the test part contradicts, and ask nothing where nothing was chosen', () => {
    const first = (choice: Parameters<typeof aResults>[0]) => runChecks(aResults(choice))[0];
    expect(first({ choice: { kind: 'infeasible', nearest: 'x', why: 'y' } })).toMatchObject({ suite: 'choice', verdict: 'fail' });
    expect(first({ choice: { kind: 'undecided', nearest: 'x', why: 'y' } })).toMatchObject({ verdict: 'undecided' });
    const chosen = { kind: 'chosen', rowId: 'router:by-task', why: '', confidence: '' } as const;
    expect(first({ choice: { ...chosen, test: 'contradicted' } })).toMatchObject({ verdict: 'fail' });
    expect(first({ choice: { ...chosen, test: 'undecided' } })).toMatchObject({ verdict: 'undecided' });
    expect(first({ choice: { kind: 'none', why: 'z' } })).toMatchObject({ suite: 'gates' });
  });

  it('stop a pipeline by level and verdict', () => {
    const check = (verdict: Check['verdict'], level: Check['level']): Check => ({
      suite: 'gates',
      name: 'n',
      verdict,
      level,
      sentence: 's',
      gate: 0,
    });
    expect([stops(check('fail', 'error'), false), stops(check('undecided', 'error'), true)]).toEqual([true, true]);
    expect([
      stops(check('undecided', 'error'), false),
      stops(check('fail', 'warn'), true),
      stops(check('pass', 'error'), true),
    ]).toEqual([false, false, false]);
  });
});

describe('JUnit XML', () => {
  const suites = (strict: boolean, checks = runChecks(results)) => parseXml(junitXml(checks, strict)).children;

  it('has a suite a kind, a case a check, and counts that add up', () => {
    expect(suites(false).map(({ attributes }) => [attributes['name'], attributes['tests'], attributes['skipped']])).toEqual([
      ['choice', '1', '0'],
      ['constraints', '2', '0'],
      ['gates', '4', '2'],
    ]);
    const cases = suites(false)[2]?.children ?? [];
    expect(cases.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
      ['quality.mean >= 0.8', 'system-out'],
      ['slice(legal clause).quality >= 0.75', 'skipped'],
      ['latency.p95 <= 1500ms', 'skipped'],
      ['audits.error == 0', 'system-out'],
    ]);
    expect(cases[2]?.children[0]?.attributes['message']).toMatch(/^warning: latency\.p95 <= 1500ms fails/);
  });

  it('fails what stops the pipeline, undecided ones too when strict', () => {
    const failures = (strict: boolean) => parseXml(junitXml(runChecks(results), strict)).attributes['failures'];
    expect([failures(false), failures(true)]).toEqual(['0', '1']);
    const failed = parseXml(junitXml(runChecks(aResults({ gates: [aGate({ verdict: 'fail', shortBy: 0.1 })] })), false));
    expect(failed.attributes['failures']).toBe('1');
    const failure = failed.children.at(-1)?.children[0]?.children[0];
    expect([failure?.name, failure?.text]).toEqual(['failure', failure?.attributes['message']]);
  });

  it('is well-formed whatever names hold, and loses none of it', () => {
    const check: Check = { suite: 'gates', name: HOSTILE, verdict: 'fail', level: 'error', sentence: HOSTILE, gate: 0 };
    const [found] = suites(false, [check])[0]?.children ?? [];
    const shown = '</failure><x a="1">&⟨U+0000⟩⟨U+0008⟩⟨U+FFFE⟩⟨U+D800⟩ ::error::%0A\n]]>';
    expect(found?.attributes['name']).toBe(shown);
    expect(found?.children[0]?.text).toBe(shown);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() =>
          parseXml(`<?xml version="1.0" encoding="UTF-8"?><a b="${escapeXml(text)}">${escapeXml(text)}</a>`),
        ).not.toThrow();
      }),
    );
  });
});

describe('GitHub annotations', () => {
  const place = { file: 'sub/routelab.yaml', gateLines: [21, 22, null, 24] };

  it('name the file and the gate’s line, as an error where the pipeline stops, else as a warning', () => {
    expect(annotationLines(runChecks(results), place, true)).toEqual([
      expect.stringMatching(
        /^::error file=sub\/routelab\.yaml,line=22,title=routelab gates%3A slice\(legal clause\)\.quality >= 0\.75::slice/,
      ),
      expect.stringMatching(/^::warning file=sub\/routelab\.yaml,title=routelab gates%3A latency\.p95 <= 1500ms::latency/),
    ]);
    expect(annotationLines(runChecks(results), place, false)[0]).toMatch(/^::warning file/);
  });

  it('stay one command each, whatever names hold', () => {
    const check: Check = { suite: 'gates', name: `a,b:${HOSTILE}`, verdict: 'fail', level: 'error', sentence: HOSTILE, gate: 0 };
    const [line = ''] = annotationLines([check], place, false);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.split('::')[1]).toContain('title=routelab gates%3A a%2Cb%3A</failure>');
    expect(line).toContain('%250A%0A]]>');
  });
});
