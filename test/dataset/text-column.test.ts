import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textColumnBuilder } from '../../src/dataset/text-column.js';

function columnOf(texts: readonly string[]) {
  const builder = textColumnBuilder();
  for (const text of texts) builder.add(text);
  return builder.done();
}

describe('textColumnBuilder', () => {
  it('gives every text back, lone surrogates included', () => {
    const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.array(fc.oneof(anyUnits, fc.string(), fc.string({ unit: 'binary' }))), (texts) => {
        const column = columnOf(texts);
        expect(column.size).toBe(texts.length);
        expect(texts.map((_, row) => column.get(row))).toEqual(texts);
      }),
    );
  });

  it('takes two bytes from the first unit on that does not fit one', () => {
    const texts = ['\u00ff', '\u0100', '\u0101x', '\u01ff'];
    const column = columnOf(texts);
    expect(texts.map((_, row) => column.get(row))).toEqual(texts);
  });

  it('keeps rows beyond its first arrays and texts beyond one chunk', () => {
    const long = 'é'.repeat(5_000_000);
    const texts = [long, ...Array.from({ length: 3000 }, (_, row) => `text ${row} ${row % 2 ? '→' : ''}`), long];
    const column = columnOf(texts);
    expect(texts.every((text, row) => column.get(row) === text)).toBe(true);
  });

  it('refuses rows it does not have', () => {
    expect(() => columnOf(['a']).get(1)).toThrow(RangeError);
    expect(() => columnOf([]).get(0)).toThrow(RangeError);
    expect(() => columnOf(['a']).get(-1)).toThrow(RangeError);
  });
});
