import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorColumn } from '../../src/dataset/json-column.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonErrorColumn', () => {
  it.each([
    ['{"a":}', 6],
    ['{"a":1 "b":2}', 8],
    ['{"a":"x', 8],
    ['{"a":nul}', 6],
    ['{"a":01}', 7],
    ['{"a":1,}', 8],
    ['{"a":[1,]}', 9],
    ['{"a" 1}', 6],
    ['{a:1}', 2],
    ['{"a":"\u0001"}', 7],
    ['{"a":"\\x"}', 7],
    ['{"a":1]', 7],
    ['[1] 2', 5],
    ['', 1],
    ['{', 2],
  ])('%s goes wrong at column %i', (text, column) => {
    expect(isJson(text)).toBe(false);
    expect(jsonErrorColumn(text)).toBe(column);
  });

  it('finds nothing exactly where JSON.parse finds nothing, in whole and damaged texts', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '0', '-', 'e', '\n', 'x', ' '))
      .map(([json, at, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
        expect(jsonErrorColumn(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('says no later than the first damage', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, at) => {
        const cut = json.slice(0, at % json.length);
        const column = jsonErrorColumn(cut);
        if (column !== undefined) expect(column).toBeLessThanOrEqual(cut.length + 1);
      }),
    );
  });
});
