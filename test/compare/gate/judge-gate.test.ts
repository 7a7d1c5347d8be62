import { describe, expect, it } from 'vitest';
import type { Gate, GateOperator } from '../../../src/compare/gate/gate.js';
import { gatesStop, judgeGate } from '../../../src/compare/gate/judge-gate.js';
import { UNAVAILABLE } from '../../../src/domain/estimate.js';
import { aGate } from '../../support/a-results.js';

const gate = (operator: GateOperator, limit: number): Gate => ({
  text: 't',
  subject: { kind: 'metric', row: null, metric: 'quality.mean' },
  operator,
  limit,
  unit: 'fraction',
  level: 'error',
  confidence: null,
});
const judged = (operator: GateOperator, limit: number, low: number, value: number, high: number) =>
  judgeGate(gate(operator, limit), 0.95, { observed: { value, low, high, n: 9 }, rowId: 'r', note: null });

describe('judgeGate', () => {
  it.each<[GateOperator, number, number, number, string]>([
    ['>=', 0.8, 0.8, 0.9, 'pass'],
    ['>', 0.8, 0.8, 0.9, 'undecided'],
    ['>', 0.8, 0.81, 0.9, 'pass'],
    ['>=', 0.8, 0.7, 0.8, 'undecided'],
    ['>', 0.8, 0.7, 0.8, 'fail'],
    ['>=', 0.8, 0.7, 0.79, 'fail'],
    ['<=', 0.8, 0.7, 0.8, 'pass'],
    ['<', 0.8, 0.7, 0.8, 'undecided'],
    ['<', 0.8, 0.8, 0.9, 'fail'],
    ['<=', 0.8, 0.81, 0.9, 'fail'],
  ])('%s %d on an interval from %d to %d: %s', (operator, limit, low, high, verdict) => {
    expect(judged(operator, limit, low, (low + high) / 2, high).verdict).toBe(verdict);
  });

  it('compares counts exactly', () => {
    expect(judged('==', 0, 0, 0, 0)).toMatchObject({ verdict: 'pass', shortBy: 0 });
    expect(judged('==', 0, 2, 2, 2)).toMatchObject({ verdict: 'fail', shortBy: 2 });
  });

  it('leaves undecided what was not seen, and says why', () => {
    for (const operator of ['>=', '<', '=='] as const) {
      expect(judgeGate(gate(operator, 0), 0.9, { observed: UNAVAILABLE, rowId: null, note: 'nothing chosen' })).toMatchObject({
        verdict: 'undecided',
        note: 'nothing chosen',
        confidence: 0.9,
        rowId: null,
      });
    }
  });
});

describe('gatesStop', () => {
  it('on a failed error gate, and on an undecided one only when strict; never on a warning', () => {
    expect(gatesStop([aGate()], true)).toBe(false);
    expect(gatesStop([aGate(), aGate({ verdict: 'fail' })], false)).toBe(true);
    expect(gatesStop([aGate({ verdict: 'undecided' })], false)).toBe(false);
    expect(gatesStop([aGate({ verdict: 'undecided' })], true)).toBe(true);
    expect(gatesStop([aGate({ verdict: 'fail', level: 'warn' }), aGate({ verdict: 'undecided', level: 'warn' })], true)).toBe(
      false,
    );
  });
});
