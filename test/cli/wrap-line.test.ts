import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textTable } from '../../src/cli/print/text-table.js';
import { wrapLine } from '../../src/cli/print/wrap-line.js';

it('a long line is broken between words and loses none of them', () => {
  expect(wrapLine('how    chosen on validation · seed 7', 16, 7)).toEqual([
    'how    chosen on',
    '       validation',
    '       · seed 7',
  ]);
  expect(wrapLine('a  b', Number.POSITIVE_INFINITY, 7)).toEqual(['a  b']);
  const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 40 }), (list, width) => {
      const lines = wrapLine(list.join(' '), width, 2);
      expect(lines.every((line) => line.length <= width)).toBe(true);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(list.join(' '));
    }),
  );
});

it('a table that is too wide drops its least columns and says which', () => {
  const columns = [
    { title: 'name', align: 'left', priority: 0 },
    { title: 'quality', align: 'right', priority: 1 },
    { title: 'a long last column', align: 'left', priority: 2 },
  ] as const;
  const sections = [{ title: 'rows', rows: [{ chosen: false, cells: ['x', '0.5', 'y'] }] }];
  expect(textTable(columns, sections, 80).join('\n')).not.toContain('left out');
  const narrow = textTable(columns, sections, 24);
  expect(narrow.slice(0, 3)).toEqual(['  name  quality', 'ROWS', '  x         0.5']);
  expect(
    narrow
      .slice(3)
      .map((line) => line.trim())
      .join(' '),
  ).toBe('left out for width: a long last column');
});
