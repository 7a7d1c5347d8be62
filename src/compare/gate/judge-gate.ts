import type { Estimate } from '../../domain/estimate.js';
import type { GateJudgement } from '../../domain/results.js';
import { judge } from '../judge.js';
import type { Gate } from './gate.js';

/** What was seen of a gate's subject. */
export interface GateObservation {
  readonly observed: Estimate;
  readonly rowId: string | null;
  /** Why nothing could be seen; null where something was. */
  readonly note: string | null;
}

/**
 * Judges a gate by the interval of what was seen (see judge): `>` and `<` are not met by the limit itself; `==` is for
 * counts, which have no interval. A subject that could not be seen leaves the gate undecided: it is no passing one.
 */
export function judgeGate(gate: Gate, confidence: number, { observed, rowId, note }: GateObservation): GateJudgement {
  const { text, operator, limit, unit, level } = gate;
  const common = { level, rowId, confidence, note };
  if (operator === '==') {
    const off = observed.value === null ? 0 : Math.abs(observed.value - limit);
    const verdict = observed.value === null ? 'undecided' : off === 0 ? 'pass' : 'fail';
    return { text, verdict, observed, limit, unit, shortBy: off, ...common };
  }
  const direction = operator.startsWith('>') ? 'at_least' : 'at_most';
  return { ...judge({ text, observed, limit, unit, direction, strict: operator.length === 1 }), ...common };
}

/** Whether gates stop a pipeline: a failed `error` gate does; an undecided one only where that was asked for. */
export function gatesStop(gates: readonly GateJudgement[], strict: boolean): boolean {
  return gates.some(({ level, verdict }) => level === 'error' && (verdict === 'fail' || (strict && verdict === 'undecided')));
}
