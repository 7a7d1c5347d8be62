import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateSubject } from '../../../src/compare/gate/gate.js';
import { parseGate } from '../../../src/compare/gate/parse-gate.js';
import type { MetricDefinition } from '../../../src/domain/results.js';
import { type Problem, UserError } from '../../../src/domain/user-error.js';

const metric = (name: string, unit: MetricDefinition['unit']): MetricDefinition => ({
  name,
  title: name,
  unit,
  better: 'higher',
  definition: '',
  source: '',
});
const metrics = [
  metric('quality.mean', 'fraction'),
  metric('quality.retention', 'ratio'),
  metric('cost.per1k', 'usd'),
  metric('latency.p95', 'ms'),
  metric('rate.failed', 'fraction'),
];
const parse = (text: string, costUnit: 'usd' | 'calls' = 'usd') => parseGate(text, { metrics, costUnit });

/** The one problem of a refused expression, with the stretch it points at cut out. */
function refused(text: string): Problem & { readonly pointsAt: string; readonly column: number } {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof UserError) || error.problems.length !== 1) throw error;
    const [problem] = error.problems as [Problem];
    const { text: shown = '', from = 0, length = 0 } = problem.excerpt ?? {};
    return { ...problem, pointsAt: shown.slice(from, from + length), column: from + 1 };
  }
  throw new Error(`accepted: ${text}`);
}

describe('a gate expression', () => {
  it.each<[string, GateSubject]>([
    ['quality.mean >= 0.8', { kind: 'metric', row: null, metric: 'quality.mean' }],
    ['row(router:x).rate.failed >= 0.8', { kind: 'metric', row: 'router:x', metric: 'rate.failed' }],
    ['slice(code).quality >= 0.8', { kind: 'slice', row: null, category: 'code', member: 'quality' }],
    ['slice( legal clause ).difference >= 0.8', { kind: 'slice', row: null, category: 'legal clause', member: 'difference' }],
    ['slice(a (b)).quality >= 0.8', { kind: 'slice', row: null, category: 'a (b)', member: 'quality' }],
    ['slice("a (\\"b\\\\").quality >= 0.8', { kind: 'slice', row: null, category: 'a ("b\\', member: 'quality' }],
    ['vs(reference).quality >= 0.8', { kind: 'versus', row: null, other: 'reference', member: 'quality' }],
    [
      'row(router:x).vs(single:acme/large).times_cheaper >= 0.8',
      { kind: 'versus', row: 'router:x', other: 'single:acme/large', member: 'times_cheaper' },
    ],
    ['quality . mean>=0.8', { kind: 'metric', row: null, metric: 'quality.mean' }],
  ])('%s', (text, subject) => {
    expect(parse(text)).toMatchObject({ text, subject, operator: '>=', limit: 0.8 });
  });

  it('counts audits exactly', () => {
    expect(parse('audits.error == 0')).toMatchObject({
      subject: { kind: 'audits', level: 'error' },
      unit: 'count',
      operator: '==',
    });
  });

  it.each([
    ['cost.per1k <= $1.50', 1.5, 'usd'],
    ['cost.per1k <= 1.50', 1.5, 'usd'],
    ['latency.p95 <= 2500', 2500, 'ms'],
    ['latency.p95 <= 2500 ms', 2500, 'ms'],
    ['latency.p95 < 2.5s', 2500, 'ms'],
    ['quality.mean > 80%', 0.8, 'fraction'],
    ['vs(reference).quality >= -0.01', -0.01, 'fraction'],
    ['vs(reference).quality ≥ −1 %', -0.01, 'fraction'],
    ['vs(reference).savings >= .5', 0.5, 'ratio'],
    ['vs(reference).times_cheaper >= 20', 20, 'ratio'],
    ['slice(x).difference >= -1', -1, 'fraction'],
    ['quality.mean <= 100%', 1, 'fraction'],
    ['rate.failed <= 0', 0, 'fraction'],
    ['slice(x).cost <= 1e-3', 0.001, 'usd'],
  ])('%s has the limit %d in %s', (text, limit, unit) => {
    const parsed = parse(text);
    expect(parsed.limit).toBeCloseTo(limit, 12);
    expect(parsed.unit).toBe(unit);
  });

  it('counts calls where cost is calls, and then takes no money', () => {
    expect(parse('cost.per1k <= 200', 'calls').unit).toBe('calls');
    expect(() => parse('cost.per1k <= $200', 'calls')).toThrow(/not in the unit/);
  });

  it('trims, and reads ≥ and ≤ as what they mean', () => {
    expect(parse('  quality.mean ≥ 0.8 ')).toMatchObject({ text: 'quality.mean ≥ 0.8', operator: '>=' });
    expect(parse('latency.p95≤5')).toMatchObject({ operator: '<=', limit: 5 });
  });
});

describe('a wrong gate expression is refused, pointing at the place', () => {
  it.each<[string, RegExp, string, Partial<Problem>]>([
    ['', /an empty gate/, '', { accepted: 'quality.mean >= 0.8' }],
    ['  ', /an empty gate/, ' ', {}],
    ['0.8 <= quality.mean', /the number stands on the right/, '0.8', {}],
    ['>= 0.8', /a name should stand here/, '>', {}],
    ['quality. >= 0.8', /a name should stand here/, '>', {}],
    ['quality.', /the expression ends where a name should stand/, '', {}],
    ['quality.mena >= 0.8', /no metric is called "quality.mena"/, 'quality.mena', { nearest: 'quality.mean' }],
    ['quality >= 0.8', /no metric is called "quality"/, 'quality', { nearest: 'quality.mean' }],
    ['row(router:x).qualty.mean >= 1', /no metric/, 'qualty.mean', { nearest: 'quality.mean' }],
    [
      'nonsense >= 1',
      /no metric/,
      'nonsense',
      { accepted: 'quality.*, cost.*, latency.*, rate.*, slice(…), vs(…), row(…), audits.*' },
    ],
    ['slic(code).quality >= 1', /nothing is called slic\(…\)/, 'slic(code)', { nearest: 'slice(code)' }],
    ['max(quality.mean) >= 1', /nothing is called max\(…\)/, 'max(quality.mean)', { accepted: 'row(…), slice(…), vs(…)' }],
    ['slice.quality >= 1', /slice needs a name in brackets/, 'slice', { accepted: 'slice(my category)' }],
    ['vs.quality >= 1', /vs needs a name in brackets/, 'vs', {}],
    ['row.quality.mean >= 1', /row needs a name in brackets/, 'row', {}],
    ['row(x) >= 1', /a row is no number/, 'row(x)', {}],
    ['row(x).row(y).quality.mean >= 1', /one row is enough/, 'row(y)', {}],
    ['row(x).audits.error == 0', /audits belong to the run/, 'audits', {}],
    ['audits(x).error == 0', /audits has no brackets/, 'audits(x)', {}],
    ['audits >= 0', /which number of it\?/, 'audits', { accepted: '.error, .warn, .note' }],
    ['audits.warning == 0', /audits has no number "warning"/, 'warning', { accepted: 'error, warn, note' }],
    ['slice(code) >= 1', /which number of it\?/, 'slice(code)', { accepted: '.quality, .cost, .difference' }],
    ['slice(code).qualty >= 1', /slice has no number "qualty"/, 'qualty', { nearest: 'quality' }],
    ['slice(code).quality.mean >= 1', /"quality" is a number: nothing can follow it/, 'mean', {}],
    ['vs(reference).quality(x) >= 1', /vs has no number "quality\(x\)"/, 'quality(x)', {}],
    ['vs(reference).saving >= 1', /vs has no number "saving"/, 'saving', { nearest: 'savings' }],
    ['slice(code.quality >= 1', /this bracket is never closed/, '(', {}],
    ['slice("code.quality >= 1', /this bracket is never closed/, '(', {}],
    ['slice().quality >= 1', /nothing between the brackets of slice/, '()', {}],
    ['slice( ).quality >= 1', /nothing between the brackets of slice/, '( )', {}],
    ['quality.mean', /a comparison is missing/, '', { accepted: '>= <= > <' }],
    ['quality.mean 0.8', /a comparison should stand here/, '0', {}],
    ['quality.mean => 0.8', /no comparison is written =>/, '=>', { nearest: '>=' }],
    ['quality.mean = 0.8', /no comparison is written =/, '=', {}],
    ['quality.mean != 0.8', /no comparison is written !=/, '!=', {}],
    ['audits.error = 0', /no comparison is written =/, '=', { nearest: '==', accepted: '>= <= > < ==' }],
    ['quality.mean == 0.8', /an interval never proves/, '==', { accepted: '>= <= > <' }],
    ['quality.mean >=', /a number is missing/, '', { accepted: 'a number such as 0.8 or 80%' }],
    ['quality.mean >= high', /a number should stand here/, 'h', {}],
    ['latency.p95 <= $5', /not in the unit/, '$5', { accepted: 'ms or s, such as 2500, 2500ms or 2.5s' }],
    ['latency.p95 <= 2.5m', /not in the unit/, '2.5m', { accepted: 'ms or s, such as 2500, 2500ms or 2.5s' }],
    ['latency.p95 <= 2.5 sec', /not in the unit/, '2.5 sec', {}],
    ['quality.mean >= 80', /never outside 0 to 1/, '80', { accepted: '0 to 1, or 0 % to 100 %', nearest: '80 %' }],
    ['quality.mean <= 80', /never outside 0 to 1/, '80', { nearest: '80 %' }],
    ['quality.mean >= -0.1', /never outside 0 to 1/, '-0.1', {}],
    ['rate.failed <= 101%', /never outside 0 to 1/, '101%', {}],
    ['slice(code).quality >= 75', /never outside 0 to 1/, '75', { nearest: '75 %' }],
    ['vs(reference).quality >= -2', /never outside -1 to 1/, '-2', { nearest: '-2 %' }],
    ['quality.mean >= 80ms', /not in the unit/, '80ms', {}],
    ['cost.per1k <= $5%', /not in the unit/, '$5%', {}],
    ['cost.per1k <= 5%', /not in the unit/, '5%', { accepted: 'USD such as 1.5 or $1.5' }],
    ['audits.error == 0%', /not in the unit/, '0%', { accepted: 'a whole number such as 0' }],
    ['quality.mean >= 1e999', /too large a number/, '1e999', {}],
    ['quality.mean >= 0.8 and cost.per1k <= 1', /the gate should end here/, 'and cost.per1k <= 1', {}],
  ])('%s', (text, message, pointsAt, more) => {
    const problem = refused(text);
    expect(problem.message).toMatch(message);
    expect(problem.pointsAt).toBe(pointsAt);
    expect(problem).toMatchObject(more);
    expect(problem.accepted ?? problem.hint ?? problem.message).not.toBe('');
  });

  it('names the column where the expression goes wrong', () => {
    expect(refused('row(router:x).slice(code).qualty >= 1').column).toBe(27);
    expect(refused('quality.mean').column).toBe(13);
  });

  it('never throws anything but a told problem that points into the text, whatever is written', () => {
    const piece = fc.constantFrom(
      'quality',
      '.mean',
      'slice',
      '(',
      ')',
      '"',
      '\\',
      ' >= ',
      '==',
      '0.8',
      '$',
      '%',
      'vs',
      '.',
      ' ',
      'row',
      'é',
      '\u0000',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { limit } = parse(text);
          expect(Number.isFinite(limit)).toBe(true);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          for (const { excerpt } of error.problems) {
            expect(excerpt?.from).toBeGreaterThanOrEqual(0);
            expect(excerpt?.from).toBeLessThanOrEqual(excerpt?.text.length ?? -1);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
