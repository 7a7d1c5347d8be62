import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linePrint, sampleRegister } from '../../src/recording/sample-register.js';

describe('sampleRegister', () => {
  it('tells new, repeated and contradicting lines, with the place of the first', () => {
    const { seen } = sampleRegister();
    expect(seen(0, 0, 7, linePrint('x'), { file: 0, line: 3 })).toBe('new');
    expect(seen(0, 0, 7, linePrint('x'), { file: 1, line: 9 })).toBe('repeated');
    expect(seen(0, 0, 7, linePrint('y'), { file: 1, line: 10 })).toEqual({ file: 0, line: 3 });
    expect(seen(0, 1, 7, linePrint('y'), { file: 1, line: 11 })).toBe('new');
    expect(seen(1, 0, 7, linePrint('y'), { file: 1, line: 12 })).toBe('new');
    expect(seen(1, 0, 7, linePrint('z'), { file: 2, line: 1 })).toEqual({ file: 1, line: 12 });
  });

  it('agrees with a map of all that was said', () => {
    const said = fc.record({
      model: fc.nat(2),
      sample: fc.nat(2),
      query: fc.constantFrom(0, 1, 4095, 4096, 9000),
      text: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), (all) => {
        const { seen } = sampleRegister();
        const first = new Map<string, { text: string; line: number }>();
        all.forEach(({ model, sample, query, text }, at) => {
          const key = `${model} ${sample} ${query}`;
          const held = first.get(key);
          const expected = held === undefined ? 'new' : held.text === text ? 'repeated' : { file: 0, line: held.line };
          if (held === undefined) first.set(key, { text, line: at + 1 });
          expect(seen(model, sample, query, linePrint(text), { file: 0, line: at + 1 })).toEqual(expected);
        });
      }),
    );
  });
});

it('prints lines that differ anywhere, even or odd, differently', () => {
  const line = '{"queryId":"q1","sample":0}';
  const others = Array.from(line, (_, at) => `${line.slice(0, at)}~${line.slice(at + 1)}`);
  const prints = [line, `${line} `, `${line}  `, ...others].map(linePrint);
  expect(new Set(prints).size).toBe(prints.length);
});
