import { expect, it } from 'vitest';
import { inOrder } from '../../src/engine/threads.js';

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

it('gives outputs in the items’ order, whichever comes first, and never does more at once than it may', async () => {
  let under = 0;
  let most = 0;
  const outputs = await inOrder([30, 1, 20, 1], 2, async (ms, index) => {
    most = Math.max(most, ++under);
    await later(ms);
    under--;
    return `${index}:${ms}`;
  });
  expect(outputs).toEqual(['0:30', '1:1', '2:20', '3:1']);
  expect(most).toBe(2);
});

it('fails as the first item in order that failed, though a later one failed before it, and begins no other', async () => {
  const begun: number[] = [];
  const run = inOrder([20, 1, 1, 1], 2, async (ms, index) => {
    begun.push(index);
    await later(ms);
    throw new Error(`item ${index}`);
  });
  await expect(run).rejects.toThrow('item 0');
  expect(begun).toEqual([0, 1]);
});
