import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targets } from '../../src/export/index.js';
import { COLUMNS, outcomeOf } from '../../tools/exports/matrix.js';
import { MUTATIONS, mutant } from '../../tools/exports/mutants.js';
import { ROUTER_KINDS, routerOf } from '../support/every-router.js';

const page = readFileSync('docs/exports.md', 'utf8');
/** Cells of the matrix by kind of strategy. */
const matrix = new Map(
  page
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
    .filter((cells) => cells.length === COLUMNS.length + 1)
    .map(([kind = '', ...cells]) => [kind, cells]),
);

describe('docs/exports.md (npm run conformance makes it again)', () => {
  it('has every target', () => {
    expect(new Set(COLUMNS.map(({ target }) => target))).toEqual(new Set(targets));
    for (const { name } of targets) expect(page).toContain(`| \`${name}\` |`);
  });

  it.each(ROUTER_KINDS)(
    'says of %s what the targets say, and where they are exact, of a thousand decisions none differs',
    (kind) => {
      const config = routerOf(kind);
      const cells = matrix.get(kind) ?? [];
      expect(cells.map((cell) => cell.split(/[ ,]/)[0])).toEqual(COLUMNS.map((column) => outcomeOf(column, config).fidelity));
      for (const cell of cells.filter((one) => one.startsWith('exact') && one !== 'exact, tested in use')) {
        const [differing, decisions] = cell.replace('exact ', '').split(' / ');
        expect(differing).toBe('0');
        expect(Number(decisions?.replace(',', ''))).toBeGreaterThanOrEqual(1000);
      }
    },
  );
});

describe('a threshold or a name that is changed in an exported file', () => {
  it('is tried for every target and mode', () => {
    expect(new Set(MUTATIONS.map(([title]) => title))).toEqual(new Set(COLUMNS.map(({ title }) => title)));
  });

  it.each(MUTATIONS)('is found: %s of %s', (...mutation) => {
    expect(mutant(mutation).found).toBeGreaterThan(0);
  });
});
