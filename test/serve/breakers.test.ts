import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openBreakers } from '../../src/app/serve/breakers.js';
import { openBreakers as simulatedBreakers } from '../../src/simulate/breakers.js';
import type { DayInput } from '../../src/simulate/day-input.js';

it('breakers of the server let through what those of the simulation let through', () => {
  const call = fc.record({ model: fc.integer({ min: 0, max: 1 }), ok: fc.boolean(), waitMs: fc.integer({ min: 0, max: 80 }) });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (calls, failures) => {
      const policy = { failures, openMs: 100 };
      const served = openBreakers(policy);
      const simulated = simulatedBreakers({ policy: { breaker: policy }, models: [{}, {}] } as unknown as DayInput);
      let nowMs = 0;
      for (const { model, ok, waitMs } of calls) {
        nowMs += waitMs;
        const goes = served.admit(`m${model}`, nowMs);
        expect(goes).toBe(simulated.admit(0, model, nowMs));
        if (!goes) continue;
        served.observe(`m${model}`, ok, nowMs);
        simulated.observe(0, model, ok, nowMs);
      }
    }),
  );
  expect(openBreakers(undefined).admit('m', 0)).toBe(true);
});
