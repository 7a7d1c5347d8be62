import type { ConstraintVerdict, GateJudgement, GateLevel, Results } from '../domain/results.js';
import { formatMeasured, formatNumber, VERDICT_SIGN } from './format.js';

/** A gate as every view shows it. */
export interface GateLine {
  readonly sign: string;
  readonly verdict: ConstraintVerdict;
  readonly level: GateLevel;
  /** The expression as written. */
  readonly text: string;
  /** Label of the row it was judged on, or what it belongs to instead. */
  readonly of: string;
  /** The number with its interval and unit. */
  readonly observed: string;
  /** Why it does not pass; empty where it does. */
  readonly why: string;
  /** All of it in one sentence, for annotations and test cases. */
  readonly sentence: string;
}

/** Headings of the gates, in the order in which tables show them. */
export const GATE_TITLES = ['gate', 'level', 'judged on', 'measured', 'why'] as const;

/** Gates, and the labels of the rows they were judged on. */
export interface GatesAndRows {
  readonly gates: readonly GateJudgement[];
  readonly rows: readonly { readonly id: string; readonly label: string }[];
}

/** Every gate with its words. */
export function gateLines({ gates, rows }: GatesAndRows): readonly GateLine[] {
  return gates.map((gate) => {
    const of = rows.find(({ id }) => id === gate.rowId)?.label ?? gate.rowId ?? 'the run';
    const observed = formatMeasured(gate.observed, gate.unit);
    const why = whyOf(gate);
    return {
      sign: VERDICT_SIGN[gate.verdict],
      verdict: gate.verdict,
      level: gate.level,
      text: gate.text,
      of,
      observed,
      why,
      sentence: sentenceOf(gate, of, observed, why),
    };
  });
}

function whyOf({ verdict, note, observed, shortBy, unit, confidence }: GateJudgement): string {
  if (note !== null) return note;
  switch (verdict) {
    case 'pass':
      return '';
    case 'fail':
      return shortBy > 0 ? `off by ${formatNumber(shortBy, unit)}` : 'the limit itself is not enough';
    case 'undecided':
      return `the ${formatNumber(100 * confidence, 'count')} % interval crosses the limit; n = ${observed.n}, more queries narrow it`;
  }
}

function sentenceOf({ verdict, text, note }: GateJudgement, of: string, observed: string, why: string): string {
  if (note !== null) return `${text} is undecided: ${note}.`;
  const verb = { pass: 'holds', fail: 'fails', undecided: 'is undecided' }[verdict];
  return `${text} ${verb} for ${of}: ${observed}${why === '' ? '' : `, ${why}`}.`;
}

/** `2 of 4 gates pass, 1 undecided, 1 warning fails`; empty without gates. */
export function gateSummary({ gates }: Pick<Results, 'gates'>): string {
  if (gates.length === 0) return '';
  const count = (verdict: ConstraintVerdict, level?: GateLevel): number =>
    gates.filter((gate) => gate.verdict === verdict && (level === undefined || gate.level === level)).length;
  const parts = [
    `${count('pass')} of ${gates.length} ${gates.length === 1 ? 'gate passes' : 'gates pass'}`,
    ...(count('undecided') > 0 ? [`${count('undecided')} undecided`] : []),
    ...(count('fail', 'error') > 0 ? [`${count('fail', 'error')} failed`] : []),
    ...(count('fail', 'warn') > 0 ? [`${count('fail', 'warn')} failed as a warning`] : []),
  ];
  return parts.join(', ');
}
