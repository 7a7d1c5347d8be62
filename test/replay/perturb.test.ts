import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { PERTURBATIONS, perturb, perturbedAs } from '../../src/replay/perturb.js';
import { batchOfKind, perturbedBatch } from '../../src/replay/perturbed-batch.js';
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
    expect(perturb('WHICH One?', 'letter_case', 1)).toBe('which one?');
    expect(perturb('Explain the problem.', 'synonym', 0)).toBe('Describe the problem.');
    expect(perturb('Explain the problem.', 'synonym', 1)).toBe('Explain the issue.');
    expect(perturb(text, 'noise', 0)).toBe(`Question: ${text}`);
    expect(perturb(text, 'noise', 3)).toBe(`${text}\n\nSent from my phone`);
  });

  it('says where a kind does not apply; then a courtesy stands in', () => {
    expect(perturbedAs('Xyz qux', 'synonym', 0)).toBeNull();
    expect(perturbedAs('123', 'letter_case', 0)).toBeNull();
    expect(perturbedAs('a helper', 'synonym', 0)).toBeNull();
    expect(perturb('Xyz qux', 'synonym', 0)).toBe('Hi, Xyz qux');
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

  it('of one kind changes the rows asked for that it applies to, and leaves the others empty', () => {
    const { batch: typos, changed } = batchOfKind(batch, [0], 'typo', 7);
    expect(changed).toEqual([0]);
    expect(typos.messages(0).at(-1)?.content).not.toBe('And the second question?');
    expect(typos.messages(1)).toEqual([{ role: 'user', content: '' }]);
    expect(batchOfKind(batch, [0, 1], 'synonym', 7).changed).toEqual([]);
  });

  it('draws every kind', () => {
    const many = perturbedBatch(
      requestBatch(queryTable(Array.from({ length: 200 }, (_, i) => ({ id: `${i}`, prompt: 'Summarise chapter one.' })))),
      7,
    );
    expect(new Set(Array.from({ length: 200 }, (_, row) => many.messages(row)[0]?.content)).size).toBeGreaterThanOrEqual(6);
  });
});
