import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/router/identity/canonical-json.js';
import { murmur3 } from '../../src/router/identity/murmur3.js';
import { sha256Hex } from '../../src/router/identity/sha256.js';
import { utf8 } from '../../src/router/identity/utf8.js';

describe('sha256Hex', () => {
  it('gives the FIPS 180-4 example digests', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    expect(sha256Hex('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  it('agrees with the platform’s digest on any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
        expect(sha256Hex(text)).toBe(Buffer.from(digest).toString('hex'));
      }),
      { numRuns: 50 },
    );
  });
});

it('utf8 encodes as every encoder does, lone surrogates as U+FFFD', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 40 }), (units) => {
      const text = String.fromCharCode(...units);
      expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]);
    }),
  );
});

it('murmur3 gives the published x86_32 vectors', () => {
  expect(murmur3('', 0)).toBe(0);
  expect(murmur3('', 1)).toBe(0x514e28b7);
  expect(murmur3('', 0xffffffff)).toBe(0x81f16f39);
  expect(murmur3('test', 0)).toBe(0xba6bd213);
  expect(murmur3('test', 0x9747b28c)).toBe(0x704b81dc);
  expect(murmur3('Hello, world!', 0x9747b28c)).toBe(0x24884cba);
  expect(murmur3('The quick brown fox jumps over the lazy dog', 0x9747b28c)).toBe(0x2fa826cd);
  expect(murmur3('aaaa', 0x9747b28c)).toBe(0x5a97808a);
  expect(murmur3('aaa', 0x9747b28c)).toBe(0x283e0130);
  expect(murmur3('aa', 0x9747b28c)).toBe(0x5d211726);
  expect(murmur3('a', 0x9747b28c)).toBe(0x7fa09ea6);
});

describe('canonicalJson', () => {
  it('follows RFC 8785: keys by code units, numbers and strings as ECMAScript writes them', () => {
    expect(canonicalJson({ b: 1, a: [1e21, 0.000001, 4.5, 2e-3, 1e-27, -0], '\u20ac': 'x', '1': { B: null, a: true } })).toBe(
      '{"1":{"B":null,"a":true},"a":[1e+21,0.000001,4.5,0.002,1e-27,0],"b":1,"\u20ac":"x"}',
    );
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"');
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('refuses what JSON can’t carry', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, 1n, Symbol('x')])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('does not depend on the order members were set in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(object).reverse()))).toBe(canonicalJson(object));
      }),
    );
  });
});
