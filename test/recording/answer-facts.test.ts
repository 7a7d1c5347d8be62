import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointCount, jsonValidity } from '../../src/recording/answer-facts.js';

describe('codePointCount', () => {
  it('counts as the string iterator does, lone surrogates included', () => {
    const units = fc.array(fc.constantFrom(0x41, 0xe9, 0xd83d, 0xde00, 0x2192)).map((list) => String.fromCharCode(...list));
    fc.assert(fc.property(fc.oneof(units, fc.string({ unit: 'binary' })), (text) => codePointCount(text) === [...text].length));
  });
});

describe('jsonValidity', () => {
  it('agrees with JSON.parse, white space around apart', () => {
    const near = fc.tuple(fc.json(), fc.constantFrom('', ' ', '.', '\n', '}', 'x')).map(([json, more]) => more + json + more);
    fc.assert(
      fc.property(fc.oneof(fc.json(), near, fc.string()), (text) => {
        let valid: 0 | 1 = 1;
        try {
          JSON.parse(text.trim());
        } catch {
          valid = 0;
        }
        expect(jsonValidity(text)).toBe(valid);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not know of answers too long to be looked at', () => {
    expect(jsonValidity(`"${'x'.repeat(65_534)}"`)).toBe(1);
    expect(jsonValidity(`"${'x'.repeat(65_535)}"`)).toBe(-1);
  });
});
