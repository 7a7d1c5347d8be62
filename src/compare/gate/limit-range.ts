import type { MetricUnit } from '../../domain/results.js';
import type { GateSubject } from './gate.js';

/** Metrics that are one mean quality minus another. */
const DIFFERENCES = ['gain', 'regret'];

/** Least and greatest value that a gate's number can have; null where nothing bounds it. */
export function limitRange(subject: GateSubject, unit: MetricUnit): readonly [low: number, high: number] | null {
  if (unit !== 'fraction') return null;
  return isDifference(subject) ? [-1, 1] : [0, 1];
}

/** Shares and mean qualities are 0..1; the difference of two is −1..1. */
function isDifference(subject: GateSubject): boolean {
  switch (subject.kind) {
    case 'metric':
      return DIFFERENCES.includes(subject.metric.split('.')[0] ?? '');
    case 'slice':
      return subject.member === 'difference';
    case 'versus':
      return true;
    case 'audits':
      return false;
  }
}
