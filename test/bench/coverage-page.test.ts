import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coveragePage } from '../../bench/tally/page.js';
import { COVERED, readTallies, SAID, type SaidTally, type Tally } from '../../bench/tally/tally.js';

const tally: Tally = {
  population: 'agreeing',
  size: 100,
  number: 'quality',
  truth: 0.82761,
  sets: 1000,
  known: 1000,
  above: 20,
  below: 30,
};

describe('the page of coverage', () => {
  const page = readFileSync('docs/coverage-table.md', 'utf8');

  it('is what the tallies say', () => {
    expect(coveragePage(readTallies<Tally>(COVERED), readTallies<SaidTally>(SAID))).toBe(page);
  });

  it('explains every number outside 93 to 97 %', () => {
    expect(page).not.toContain('not explained');
  });

  it('shows sizes that were counted apart side by side, and marks and names what lies outside', () => {
    const text = coveragePage([{ ...tally, size: 2000, above: 60 }, tally, { ...tally, number: 'savings', known: 500 }], []);
    expect(text).toContain(
      '| number | truth | n = 100: covered | too high | too low | n = 2,000: covered | too high | too low |',
    );
    expect(text).toContain('| quality | 0.8276 | 95.0 % | 2.0 % | 3.0 % | **91.0 %** | 6.0 % | 3.0 % |');
    expect(text).toContain('| savings | 0.8276 | **90.0 %** of 500 | 4.0 % | 6.0 % | — | — | — |');
    expect(text).toMatch(/- \*quality\* at n = 2,000 \(91\.0 %\), \*savings\* at n = 100 \(90\.0 %\): not explained\./);
  });
});
