import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { carryOut } from '../../src/export/template/ai-sdk/carry-out.js';
import { aRoute } from '../support/a-day.js';

const POLICY = { hedge: { afterMs: 400, to: 'next' }, timeoutMs: 900 } as const;

/** The clock as calls and timers are measured by; timers themselves ring when they are told to. */
let nowMs = 0;
beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Carries a route out over two models; the first does as it is told, the second answers at once. */
function carried(first: (came: () => number) => Promise<void>): { readonly asked: string[]; readonly end: Promise<string> } {
  const asked: string[] = [];
  const end = carryOut(aRoute(['slow', 'quick']), POLICY, undefined, async (modelId, _signal, _wanted, came) => {
    asked.push(modelId);
    if (modelId === 'slow') await first(came);
    return { answer: {}, result: modelId };
  }).then(({ modelId }) => modelId);
  return { asked, end };
}
async function pass(ms: number): Promise<void> {
  nowMs += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

it('an answer that came before its timers came before them, however long it is written down', async () => {
  let lasted = 0;
  const { asked, end } = carried(async (came) => {
    await new Promise((later) => setTimeout(later, 300));
    lasted = came();
    await new Promise((later) => setTimeout(later, 2000));
  });
  for (let step = 0; step < 24; step++) await pass(100);
  expect([await end, asked, lasted]).toEqual(['slow', ['slow'], 300]);
});

it('one that overtakes a timer which is due already lasted less than that', async () => {
  let lasted = 0;
  const { asked, end } = carried(async (came) => {
    await Promise.resolve();
    nowMs += 450;
    lasted = came();
  });
  expect([await end, asked]).toEqual(['slow', ['slow']]);
  expect([lasted < 400, lasted > 399.9]).toEqual([true, true]);
});

it('a timer that a host rings too early waits for its time, and what it gives up lasted at least as long', async () => {
  let lasted = 0;
  const { asked, end } = carried(async (came) => {
    await new Promise((later) => setTimeout(later, 5000));
    lasted = came();
    throw new Error('given up');
  });
  await vi.advanceTimersByTimeAsync(400);
  nowMs += 399.4;
  expect(asked).toEqual(['slow']);
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toEqual(['slow']);
  nowMs += 0.7;
  await vi.advanceTimersByTimeAsync(1);
  expect([await end, asked]).toEqual(['quick', ['slow', 'quick']]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(lasted).toBeCloseTo(400.1, 9);
});
