import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { encode } from '../../src/engine/message.js';
import { type ThreadUnit, threadPool } from '../../src/engine/thread-pool.js';

/** Answers a unit, and ends with nothing more to do. */
const SHORT_LIVED = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ to }) => {
  if (to === 'keep') return;
  parentPort.postMessage(to === 'run' ? { output: { text: '[1,[]]', arrays: [] } } : { ended: true });
  parentPort.close();
});`;

const pool = threadPool(new URL(`data:text/javascript,${encodeURIComponent(SHORT_LIVED)}`), 1);
afterAll(() => pool.close());

const unit: ThreadUnit = { kind: 'k', common: 'c', input: encode(1), packed: () => encode(null), shares: false };
const units = { kind: 'k', common: 'c', inputs: [], taken: new Int32Array(new SharedArrayBuffer(4)) };

it('asks another thread where one ended while nobody asked it anything', async () => {
  const ended: Promise<unknown>[] = [];
  const noteStart = (worker: Worker): void => void ended.push(once(worker, 'exit'));
  process.on('worker', noteStart);
  try {
    for (let time = 1; time <= 2; time++) {
      expect(await pool.run(unit)).toEqual({ output: encode(1) });
      await ended.at(-1);
      await pool.take(units, 1, unit, () => undefined);
      await ended.at(-1);
      expect(ended).toHaveLength(2 * time);
    }
  } finally {
    process.removeListener('worker', noteStart);
  }
});
