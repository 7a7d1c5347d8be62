import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INITIAL_STATE, type PageState, readAddress, writeAddress } from '../../src/report/explore/state.js';
import { numbersField } from '../../src/report/explore/state-field.js';

describe('the address of a page', () => {
  it('is empty for an untouched page, and holds only what differs', () => {
    expect(writeAddress({ anchor: '', state: INITIAL_STATE })).toBe('');
    expect(writeAddress({ anchor: 'data', state: INITIAL_STATE })).toBe('#data');
    const state: PageState = { ...INITIAL_STATE, baseline: 'single:lab/small', worth: 0.5, hidden: ['a,b', 'c'] };
    const hash = writeAddress({ anchor: 'comparison', state });
    expect(hash).toBe('#comparison&baseline=single%3Alab%2Fsmall&worth=0.5&hidden=a%252Cb%2Cc');
    expect(readAddress(hash)).toEqual({ anchor: 'comparison', state });
  });

  it('reads back whatever was written', () => {
    const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a&b', 'x=y', '%', 'ü#'));
    const states = fc.record({
      baseline: fc.option(text),
      hidden: fc.array(text),
      worth: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-9 })),
    });
    fc.assert(
      fc.property(states, (some) => {
        const state = { ...INITIAL_STATE, ...some };
        expect(readAddress(writeAddress({ anchor: '', state })).state).toEqual(state);
      }),
    );
  });

  it.each(['#worth=much&theme=pink&scale=&nothing=1', '#baseline=%E0%A4%A', '#&&==', '#%'])('is not upset by %s', (hash) => {
    const { state } = readAddress(hash);
    expect({ ...state, baseline: null }).toEqual(INITIAL_STATE);
  });

  it.each(['hidden=%25zz,b', 'times=%25zz:2,b:3', 'show=%25', 'usd=%25E0%25A4:1'])(
    'passes over a broken name within %s',
    (pair) => {
      const { state } = readAddress(`#data&${pair}&worth=2`);
      expect(state.worth).toBe(2);
      expect([state.hidden, state.times]).toEqual([
        pair.startsWith('hidden') ? ['b'] : [],
        pair.startsWith('times') ? { b: 3 } : {},
      ]);
      expect([state.show, state.usd]).toEqual([[], {}]);
    },
  );

  it('holds numbers by name', () => {
    expect(numbersField.read(numbersField.write({ 'a:b,c': 2, d: 0.5 }))).toEqual({ 'a:b,c': 2, d: 0.5 });
    expect(numbersField.read('a:x,b,c:1')).toEqual({ c: 1 });
  });
});
