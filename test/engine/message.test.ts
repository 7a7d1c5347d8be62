import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/engine/message.js';

const numbers = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
const arrays = fc.oneof(
  fc.array(numbers).map((list) => Float64Array.from(list)),
  fc.array(fc.nat(65_535)).map((list) => Uint16Array.from(list)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    numbers,
    fc.string({ unit: 'binary' }),
    arrays,
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$')), tie('value'), { noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
  ),
}));

describe('a message', () => {
  it('brings any plain value as it was, through text', () => {
    fc.assert(
      fc.property(value, (one) => {
        const { text, arrays: beside } = encode(one);
        expect(decode({ text: String(text), arrays: beside })).toStrictEqual(one);
      }),
    );
  });

  it('brings what stands in several places once, as one object again', () => {
    const large = { base64: 'x'.repeat(10_000) };
    const message = encode([{ large }, { large, more: [large] }]);
    expect(message.text.length).toBeLessThan(11_000);
    const [one, other] = decode(message) as [{ large: object }, { large: object; more: object[] }];
    expect(one.large).toBe(other.large);
    expect(one.large).toBe(other.more[0]);
  });

  it.each([() => 1, new Date(0), Symbol('s'), new Set([1]), 1n])(
    'refuses what could run or means nothing elsewhere: %o',
    (one) => {
      expect(() => encode({ one })).toThrow(/can't travel/);
    },
  );
});
