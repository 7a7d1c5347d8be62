import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventQueue } from '../../src/simulate/event-queue.js';

it('keeps thousands at once in order, kinds and all, while others are taken back', () => {
  const queue = eventQueue();
  const planned = Array.from({ length: 3000 }, (_, ref) => ({ ref, at: (ref * 7919) % 1013, kind: ref % 5 }));
  const handles = planned.map(({ at, kind, ref }) => queue.plan(at, kind, ref));
  const left = planned.filter(({ ref }) => ref % 3 !== 0);
  for (const { ref } of planned) if (ref % 3 === 0) queue.remove(handles[ref] as number);
  expect(queue.size).toBe(left.length);
  left.sort((a, b) => a.at - b.at || a.ref - b.ref);
  for (const { at, kind, ref } of left) {
    expect(queue.nextMs()).toBe(at);
    queue.take();
    expect([queue.kind, queue.ref]).toEqual([kind, ref]);
  }
  expect([queue.size, queue.nextMs()]).toEqual([0, Number.POSITIVE_INFINITY]);
});

it('gives events by time, then by the order of planning, without those that were taken back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean(), fc.boolean()), { maxLength: 700 }), (plans) => {
      const queue = eventQueue();
      const expected: { at: number; ref: number }[] = [];
      const handles: number[] = [];
      const taken: number[] = [];
      let now = 0;
      const takeOne = (): void => {
        expected.sort((a, b) => a.at - b.at || a.ref - b.ref);
        const next = expected.shift();
        if (next === undefined) return;
        expect(queue.nextMs()).toBe(next.at);
        queue.take();
        now = next.at;
        taken.push(next.ref);
        expect([queue.ref, queue.kind]).toEqual([next.ref, next.ref % 4]);
      };
      plans.forEach(([delay, take, back], ref) => {
        handles[ref] = queue.plan(now + delay, ref % 4, ref);
        expected.push({ at: now + delay, ref });
        if (back) {
          const other = ref >> 1;
          const place = expected.findIndex((one) => one.ref === other);
          if (place >= 0) {
            expected.splice(place, 1);
            queue.remove(handles[other] as number);
          }
        }
        if (take) takeOne();
      });
      while (expected.length > 0) takeOne();
      expect([queue.size, queue.nextMs()]).toEqual([0, Number.POSITIVE_INFINITY]);
    }),
  );
});
