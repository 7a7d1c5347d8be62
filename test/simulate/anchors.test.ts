import { describe, expect, it } from 'vitest';
import { anchors } from '../../tools/simulation/anchors.js';
import { queueTheory } from '../../tools/simulation/queueing.js';

describe('queueTheory', () => {
  it('has the values of the textbook', () => {
    const room = Number.POSITIVE_INFINITY;
    // M/M/1 at load 1/2: L_q = ρ²/(1 − ρ) = 1/2, W = 1/(μ − λ) = 2.
    expect(queueTheory({ arrivalRate: 0.5, serviceRate: 1, servers: 1, room })).toEqual({
      blocked: 0,
      waits: 0.5,
      waiting: 0.5,
      sojournMs: 2,
    });
    // Erlang C of two servers at load 1: (1/2 · 2)/(1 + 1 + 1) = 1/3; L_q = C·ρ/(1 − ρ) = 1/3.
    const two = queueTheory({ arrivalRate: 1, serviceRate: 1, servers: 2, room });
    expect(two.waits).toBeCloseTo(1 / 3, 12);
    expect(two.waiting).toBeCloseTo(1 / 3, 12);
    // M/M/1/1 at load 1 turns half away (Erlang B), nobody waits.
    const loss = queueTheory({ arrivalRate: 1, serviceRate: 1, servers: 1, room: 1 });
    expect([loss.blocked, loss.waiting, loss.sojournMs]).toEqual([0.5, 0, 1]);
    expect(() => queueTheory({ arrivalRate: 1, serviceRate: 1, servers: 1, room })).toThrow(RangeError);
  });
});

it('queues with closed forms come out of the simulation', { timeout: 60_000 }, () => {
  // Twelve numbers at once: each at 99.6 %, together at 95 %.
  const found = anchors(10, 20_000, 1 - 0.05 / 12);
  expect(found).toHaveLength(12);
  for (const { queue, quantity, theory, simulated, margin } of found) {
    expect(Math.abs(simulated - theory), `${queue}, ${quantity}: ${simulated} ± ${margin}, not ${theory}`).toBeLessThan(margin);
    // Intervals narrow enough to mean something.
    expect(margin / theory, `${queue}, ${quantity}`).toBeLessThan(0.15);
  }
});
