import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { PERTURBATIONS, perturb } from '../../src/replay/perturb.js';
import { perturbedBatch } from '../../src/replay/perturbed-batch.js';
import { requestBatch } from '../../src/replay/request-batch.js';

describe('perturb', () => {
  it('changes what each kind names, and little else', () => {
    const text = 'Please explain the contract clause.';
    expect(perturb(text, 'letter_case', 0)).toBe('please explain the contract clause.');
    expect(perturb(text, 'spacing', 0)).toBe('Please  explain the contract clause.\n');
    // Words of five lower-case letters or more: lease, explain, contract, clause; the third has its letters 2 and 3 swapped.
    expect(perturb(text, 'typo', 2)).toBe('Please explain the cnotract clause.');
    expect(perturb(text, 'courtesy', 0)).toBe(`Hi, ${text}`);
    expect(perturb(text, 'courtesy', 1)).toBe(`${text} Thanks!`);
    expect(perturb(text, 'end_punctuation', 0)).toBe('Please explain the contract clause');
    expect(perturb('a question', 'end_punctuation', 0)).toBe('a question.');
  });

  it('always gives another text, and the same one for the same draw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...PERTURBATIONS), fc.nat(), (text, kind, draw) => {
        const changed = perturb(text, kind, draw);
        expect(changed).not.toBe(text);
        expect(perturb(text, kind, draw)).toBe(changed);
      }),
    );
  });
});

describe('perturbedBatch', () => {
  const batch = requestBatch(
    queryTable([
      {
        id: 'a',
        prompt: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'First question?' },
          { role: 'assistant', content: 'Yes.' },
          { role: 'user', content: 'And the second question?' },
        ],
      },
      {
        id: 'b',
        prompt: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Look at this picture' },
              { type: 'image_url', url: 'x' },
            ],
          },
        ],
      },
    ]),
  );
  const perturbed = perturbedBatch(batch, 7);

  it('touches the last user message alone', () => {
    const [system, first, answer, last] = perturbed.messages(0);
    expect([system, first, answer]).toEqual(batch.messages(0).slice(0, 3));
    expect(last?.content).not.toBe('And the second question?');
  });

  it('keeps parts that are not text', () => {
    const content = perturbed.messages(1)[0]?.content;
    expect(Array.isArray(content) ? content[1] : content).toEqual({ type: 'image_url', url: 'x' });
    expect(Array.isArray(content) ? content[0] : content).not.toEqual({ type: 'text', text: 'Look at this picture' });
  });

  it('draws every kind', () => {
    const many = perturbedBatch(
      requestBatch(queryTable(Array.from({ length: 200 }, (_, i) => ({ id: `${i}`, prompt: 'Summarise chapter one.' })))),
      7,
    );
    expect(new Set(Array.from({ length: 200 }, (_, row) => many.messages(row)[0]?.content)).size).toBeGreaterThanOrEqual(6);
  });
});
