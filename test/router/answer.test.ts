import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { isSettled, majorityOf } from '../../src/router/answer/agreement.js';
import { answerScore, compileRequestPart } from '../../src/router/answer/chance.js';
import type { AnswerChance } from '../../src/router/answer/config.js';
import { lastChoice, lastNumber, plainText, printOf } from '../../src/router/answer/said.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { pack } from '../../src/router/packed.js';

describe('what an answer comes to', () => {
  it.each([
    ['The amount is $580.80.', '580.8'],
    ['#### 1,234,567', '1234567'],
    ['007 and then -0.50', '-0.5'],
    ['between 3-4 days', '4'],
    ['it is -4', '-4'],
    ['0.000', '0'],
    ['-0', '0'],
    ['version v2 of 12', '12'],
    ['12 of version v2', '12'],
    ['no digits', null],
    ['only v2', null],
    ['', null],
  ])('the last number of %j is %s', (text, number) => {
    expect(lastNumber(text)).toBe(number);
  });

  it.each([
    ['The answer is (B).', 'B'],
    ['A or C? C.', 'C'],
    ["It's ABBA", null],
    ["B's", null],
    ['éB', null],
    ['I', null],
  ])('the last choice of %j is %s', (text, choice) => {
    expect(lastChoice(text)).toBe(choice);
  });

  it('the text is compared without white space and ASCII case', () => {
    expect(plainText('  Yes,\n\tI DO ')).toBe('yes, i do');
    expect(plainText(' \n')).toBeNull();
    expect(printOf('Yes ', 'text')).toBe(printOf('yes', 'text'));
    expect(printOf('yes', 'text')).not.toBe(printOf('yes.', 'text'));
    expect(printOf('none', 'number')).toBeNull();
  });

  it('prints are whole numbers below 2⁵³ for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('text', 'number', 'choice'), (text, by) => {
        const print = printOf(text, by as 'text');
        return print === null || (Number.isSafeInteger(print) && print >= 0);
      }),
    );
  });

  it('any number is read as it was written', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(999), (whole, thousandths) => {
        const fraction = String(thousandths).padStart(3, '0');
        const text = `so we get ${whole}.${fraction} in all.`;
        return Number(lastNumber(text)) === Number(`${whole}.${fraction}`);
      }),
    );
  });
});

describe('agreement', () => {
  it('serves the first answer of the largest group; what has no such part stands alone', () => {
    expect(majorityOf([5, 7, 7, 5])).toEqual({ place: 0, size: 2 });
    expect(majorityOf([5, 7, 7])).toEqual({ place: 1, size: 2 });
    expect(majorityOf([null, null, 3])).toEqual({ place: 0, size: 1 });
  });

  it('is settled when enough agree, or when what is to come is too few', () => {
    const agree = { samples: 3, need: 2, compare: 'text', legs: 'in_turn' } as const;
    expect([isSettled(agree, 1, 1), isSettled(agree, 2, 2), isSettled(agree, 2, 1), isSettled(agree, 3, 1)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(isSettled({ ...agree, need: 3 }, 2, 1)).toBe(true);
  });
});

describe('the score of an answer', () => {
  const chance: AnswerChance = {
    facts: [
      { of: 'answer.length', edges: [10, 20], weights: [1, 20, 300] },
      { of: 'answer.refusal', values: [false], weights: [4000] },
      { of: 'answer.confidence', edges: [0.5], weights: [-7, 7] },
    ],
    bias: 50_000,
    shift: 1,
    table: { x: [0], y: [0] },
  };

  it('adds up what is known, and nothing for what is not', () => {
    expect(answerScore(chance, 0, {})).toBe(25_000);
    expect(answerScore(chance, 8192, { length: 9 })).toBe(Math.floor(50_001 / 2) + 8192);
    expect(answerScore(chance, 0, { length: 10 })).toBe(25_010);
    expect(answerScore(chance, 0, { length: 20, refusal: false })).toBe((50_000 + 300 + 4000) / 2);
    expect(answerScore(chance, 0, { refusal: true, confidence: 0.5 })).toBe(Math.floor(50_007 / 2));
  });

  it('takes what the request adds in steps of an eighth', () => {
    const request = {
      space: [{ type: 'bins', of: 'prompt.words', edges: [2], value: 2 ** 14 }] as const,
      weights: pack('i16', [-3, 5]),
    };
    const read = compileRequestPart({ ...chance, request }, DEFAULT_INPUT);
    const part = read(
      requestBatch(
        queryTable([
          { id: 'a', prompt: 'one' },
          { id: 'b', prompt: 'two words' },
        ]),
      ),
    );
    // ⌊−3 · 2¹⁴ / 2¹⁴⌋ and ⌊5 · 2¹⁴ / 2¹⁴⌋ steps of 2¹³.
    expect([part(0), part(1)]).toEqual([-3 * 2 ** 13, 5 * 2 ** 13]);
    expect(compileRequestPart(chance, DEFAULT_INPUT)(requestBatch(queryTable([{ id: 'a', prompt: 'x' }])))(0)).toBe(0);
  });
});
