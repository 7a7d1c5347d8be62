import { expect, it } from 'vitest';
import { type ArmSums, resampled, resampledAgainst } from '../../src/metric/resampled.js';
import { hash32 } from '../../src/stats/hash.js';

// More groups than one block of sums.
const GROUPS = 5000;
const column = (salt: number): Float64Array =>
  Float64Array.from({ length: GROUPS }, (_, group) => hash32(salt, group, 1) / 2 ** 32);
const arm = (salt: number): ArmSums =>
  new Map([
    ['quality', column(salt)],
    ['cost', salt % 2 === 0 ? null : column(salt + 100)],
  ]);
const rows = Uint32Array.from({ length: GROUPS }, (_, row) => row);
const part = { rows, weight: new Float64Array(GROUPS).fill(1), group: rows, groupKeys: rows.map((row) => hash32(3, row, 2)) };

it('gives the bits that resampling all arms at once gives', () => {
  const options = { replicates: 60, seed: 9 };
  const against = resampledAgainst([arm(1), arm(2)], part, options);
  for (const others of [[arm(3)], [arm(4), arm(5)]]) {
    const own = against(others);
    const whole = resampled([arm(1), arm(2), ...others], part, options);
    for (let number = 0; number < 2 + others.length; number++) {
      for (const quantity of ['quality', 'cost'] as const) {
        expect(own.point.of(number, quantity)).toBe(whole.point.of(number, quantity));
        for (let replicate = 0; replicate < 60; replicate++)
          expect(own.replicate(replicate).of(number, quantity)).toBe(whole.replicate(replicate).of(number, quantity));
        expect(own.without(7).of(number, quantity)).toBe(whole.without(7).of(number, quantity));
      }
    }
    expect(own.replicate(5).weight).toBe(whole.replicate(5).weight);
  }
});
