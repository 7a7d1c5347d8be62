import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontierDefinitions, frontierSetting, frontierValues, type OperatingPoint } from '../../src/metric/frontier.js';

const at = (cost: number, quality: number): OperatingPoint => ({ cost, quality });
const named = (own: OperatingPoint[], joint: OperatingPoint[], bestSingle = at(10, 0.8)): Record<string, number> =>
  Object.fromEntries(
    frontierValues(own, frontierSetting([...own, ...joint], bestSingle)).map((value, i) => [
      frontierDefinitions[i]?.name ?? '',
      value,
    ]),
  );

describe('frontierValues, by hand', () => {
  // Hull (2, .4) → (6, .8), flat to 10. (4, .5) lies below it: at 4 the chord is at .6.
  const own = [at(4, 0.5), at(6, 0.8), at(2, 0.4), at(8, 0.7)];
  const values = named(own, [at(10, 0.8)]);

  it('AIQ: area 4·.6 + 4·.8 = 5.6 from 2 to 10, over 8 (paper) and over 10 (code)', () => {
    expect(values['frontier.aiq']).toBeCloseTo(5.6 / 8, 12);
    expect(values['frontier.aiq_code']).toBeCloseTo(5.6 / 10, 12);
  });

  it('hypervolume: steps .4·2 + .5·2 + .8·4, over 10', () => {
    expect(values['frontier.hypervolume']).toBeCloseTo(5 / 10, 12);
  });

  it('PerfGain and CostSave against a best single model of (10, .8)', () => {
    expect(values['frontier.perf_gain']).toBe(0);
    expect(values['frontier.cost_save']).toBeCloseTo(0.4, 12);
    expect(named([at(1, 0.7)], [], at(10, 0.8))['frontier.cost_save']).toBeNaN();
    expect(named([at(1, 0.88)], [], at(10, 0.8))['frontier.perf_gain']).toBeCloseTo(0.1, 12);
  });

  it('ParetoDist: on the joint front 0, else scaled distance to its nearest point', () => {
    // Joint points span cost 2..10 and quality .4..8. Front: (2, .4) (4, .5) (6, .8). (8, .7) scales to (.75, .75); the
    // nearest front point (6, .8) to (.5, 1): distance √(.25² + .25²). Three points of four are on the front.
    expect(values['frontier.pareto_distance']).toBeCloseTo(Math.sqrt(0.125) / 4, 12);
    expect(named([at(10, 0.8)], own)['frontier.pareto_distance']).toBeCloseTo(0.5, 12);
  });
});

describe('frontierValues at the edges', () => {
  it('takes one point, equal points, equal costs and falling curves', () => {
    expect(named([at(10, 0.6)], [])).toMatchObject({ 'frontier.aiq': 0.6, 'frontier.aiq_code': 0, 'frontier.hypervolume': 0 });
    expect(named([at(5, 0.6), at(5, 0.6)], [at(10, 0.1)])['frontier.aiq']).toBeCloseTo(0.6, 12);
    expect(named([at(5, 0.6), at(5, 0.9)], [at(10, 0.1)])['frontier.hypervolume']).toBeCloseTo(0.45, 12);
    expect(named([at(1, 0.9), at(5, 0.2)], [])['frontier.aiq']).toBeCloseTo(0.9, 12);
  });

  it('has no value without points or without costs', () => {
    expect(frontierValues([], frontierSetting([], at(1, 1))).every(Number.isNaN)).toBe(true);
    const unknown = [at(Number.NaN, 0.5)];
    expect(frontierValues(unknown, frontierSetting(unknown, at(1, 1))).every(Number.isNaN)).toBe(true);
    expect(named([at(0, 0.5)], [])['frontier.aiq_code']).toBeNaN();
  });

  it('never falls when a point is added, and stays within the qualities', () => {
    const point = fc.record({
      cost: fc.double({ min: 0.01, max: 100, noNaN: true }),
      quality: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), point, (own, added) => {
        const joint = [...own, added, at(100, 0)];
        const before = named(own, joint);
        const after = named([...own, added], joint);
        expect(after['frontier.hypervolume']).toBeGreaterThanOrEqual((before['frontier.hypervolume'] ?? 0) - 1e-12);
        expect(after['frontier.aiq_code']).toBeGreaterThanOrEqual((before['frontier.aiq_code'] ?? 0) - 1e-12);
        const best = Math.max(...own.map(({ quality }) => quality));
        expect(before['frontier.aiq']).toBeLessThanOrEqual(best + 1e-12);
        expect(before['frontier.hypervolume']).toBeLessThanOrEqual((before['frontier.aiq_code'] ?? 0) + 1e-12);
      }),
    );
  });
});
