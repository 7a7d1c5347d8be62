import { describe, expect, it } from 'vitest';
import type { CandidateRow, Results } from '../../src/domain/results.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { passedOver } from '../../src/report/passed-over.js';
import { anEstimate, aResults } from '../support/a-results.js';

const base = aResults();
const QUALITY = { text: 'quality ≥ 95 % of acme/frontier', limit: 0.95, unit: 'ratio' } as const;

function ranked(id: string, over: Partial<CandidateRow> = {}): CandidateRow {
  return {
    id,
    strategy: id,
    parameters: {},
    quality: anEstimate(0.84),
    cost: anEstimate(0.0012, 0.0001),
    objective: -0.0012,
    constraints: [{ ...QUALITY, verdict: 'pass', observed: anEstimate(0.99), shortBy: 0 }],
    selected: true,
    ...over,
  };
}

/** by-length is likeliest to be best on test; by-task was chosen. */
function results(over: Partial<CandidateRow>, more: Partial<Results> = {}): Results {
  return {
    ...base,
    candidates: [ranked('by-task#1'), ranked('by-length#1', over)],
    rows: base.rows.map((row) =>
      row.id === 'router:by-length'
        ? { ...row, probabilityBest: 0.7 }
        : row.id === 'router:by-task'
          ? { ...row, probabilityBest: 0.3 }
          : row,
    ),
    ...more,
  };
}

describe('why the likeliest best is not the chosen one', () => {
  const start = 'by-length is likeliest to be best on the test part (70 %, by-task 30 %) and was not chosen: on validation ';

  it.each([
    [
      'its interval crossed a limit that its value met',
      { constraints: [{ ...QUALITY, verdict: 'undecided', observed: anEstimate(0.96), shortBy: 0 }] },
      '“quality ≥ 95 % of acme/frontier” was undecided: 0.960 [0.940, 0.980], its interval ends 0.010 beyond the limit.',
    ],
    [
      'its value missed a limit',
      { constraints: [{ ...QUALITY, verdict: 'undecided', observed: anEstimate(0.94), shortBy: 0.01 }] },
      '“quality ≥ 95 % of acme/frontier” was undecided: 0.940 [0.920, 0.960], short by 0.010 at its point value.',
    ],
    [
      'it failed a limit',
      { constraints: [{ ...QUALITY, verdict: 'fail', observed: anEstimate(0.9), shortBy: 0.05 }] },
      '“quality ≥ 95 % of acme/frontier” failed: 0.900 [0.880, 0.920], short by 0.050.',
    ],
    [
      'it was dearer',
      { cost: anEstimate(0.002, 0.0001), objective: -0.002 },
      'it was the dearer one: $2.00 against $1.20 per 1k queries.',
    ],
    ['its answers are missing', { objective: -0.001 }, 'more than 1 % of its queries could not be evaluated.'],
  ] as const)('%s', (_, over, reason) => {
    expect(passedOver(results(over))).toBe(start + reason);
  });

  it('stands beside the choice in Markdown', () => {
    expect(renderMarkdown(results({ cost: anEstimate(0.002, 0.0001), objective: -0.002 }))).toContain('likeliest to be best');
  });

  it('is not said where the chosen one is the likeliest, or nothing is chosen', () => {
    expect(passedOver(base)).toBeNull();
    expect(passedOver(results({}, { choice: { kind: 'none', why: '' } }))).toBeNull();
  });
});
