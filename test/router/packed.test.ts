import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PackedType, pack, packedAt, unpack } from '../../src/router/packed.js';

const BITS: Readonly<Record<PackedType, number>> = { i8: 8, u8: 8, i16: 16, u16: 16, i32: 32, u32: 32 };

describe('packed arrays', () => {
  it('are little-endian bytes in base64', () => {
    expect(pack('u8', [77, 97, 110])).toEqual({ type: 'u8', length: 3, base64: 'TWFu' });
    expect(pack('i16', [-2, 258]).base64).toBe(Buffer.from([0xfe, 0xff, 0x02, 0x01]).toString('base64'));
  });

  it.each(Object.keys(BITS) as PackedType[])('of %s come back as they went in', (type) => {
    const signed = type.startsWith('i');
    const bits = BITS[type];
    const value = fc.integer({ min: signed ? -(2 ** (bits - 1)) : 0, max: signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const packed = pack(type, values);
        expect([...unpack(packedAt(packed, 'it', [type], values.length))]).toEqual(values);
        expect(Buffer.from(packed.base64, 'base64').length).toBe((values.length * bits) / 8);
      }),
    );
  });

  it('refuse what the type can’t hold', () => {
    expect(() => pack('i8', [128])).toThrow(RangeError);
    expect(() => pack('u16', [-1])).toThrow(RangeError);
    expect(() => pack('i32', [0.5])).toThrow(RangeError);
    expect(() => pack('u8', [Number.NaN])).toThrow(RangeError);
  });

  const sound = pack('u8', [1, 2, 3, 4]);
  it.each([
    ['another type', { ...sound, type: 'i8' }, /w\.type/],
    ['another length', { ...sound, length: 5 }, /w\.length/],
    ['a cut text', { ...sound, base64: sound.base64.slice(0, 4) }, /w\.base64.*wrong length/],
    ['a strange letter', { ...sound, base64: `*${sound.base64.slice(1)}` }, /w\.base64.*not base64/],
    ['a letter beyond ASCII', { ...sound, base64: `\u0141${sound.base64.slice(1)}` }, /w\.base64.*not base64/],
    ['no padding', { ...sound, base64: `${sound.base64.slice(0, -1)}A` }, /w\.base64.*not base64/],
    ['stray bits', { ...sound, base64: 'AQIDBB==' }, /w\.base64.*not base64/],
    ['a member too many', { ...sound, more: 1 }, /w\.more/],
    ['a list', [1, 2], /w.*not an object/],
  ])('with %s are refused', (_, value, message) => {
    expect(() => packedAt(value, 'w', ['u8'], 4)).toThrow(message);
  });
});
