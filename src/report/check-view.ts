import type { Choice, ConstraintJudgement, ConstraintVerdict, GateLevel, Results } from '../domain/results.js';
import { choiceView } from './choice-view.js';
import { formatMeasured, formatNumber } from './format.js';
import { gateLines } from './gate-view.js';
import { inertResults } from './inert-text.js';
import { chosenRow } from './row-name.js';

/** One thing that a pipeline may fail on: what test cases and annotations are made from. Its texts are inert. */
export interface Check {
  /** What kind of promise it is; a suite of test cases. */
  readonly suite: 'choice' | 'constraints' | 'gates' | 'comparability' | 'regressions';
  readonly name: string;
  readonly verdict: ConstraintVerdict;
  readonly level: GateLevel;
  /** What was found, in one sentence. */
  readonly sentence: string;
  /** Index of the gate it is; null for all else. */
  readonly gate: number | null;
}

/** Whether a check stops a pipeline: an undecided one only under `--strict`. */
export function stops({ verdict, level }: Check, strict: boolean): boolean {
  return level === 'error' && (verdict === 'fail' || (strict && verdict === 'undecided'));
}

/** Everything a run can fail on: the choice, the chosen row's constraints on the reported part, the gates. */
export function runChecks(results: Results): readonly Check[] {
  const shown = inertResults(results);
  return [...choiceCheck(shown), ...constraintChecks(shown), ...gateChecks(shown)];
}

/** Gates alone. */
export function gateChecks(results: Results): Check[] {
  return gateLines(results).map(({ text, verdict, level, sentence }, index) => ({
    suite: 'gates',
    name: text,
    verdict,
    level,
    sentence,
    gate: index,
  }));
}

function choiceCheck(results: Results): Check[] {
  const verdict = choiceVerdict(results.choice);
  if (verdict === null) return [];
  const sentence = verdict === 'pass' ? choiceView(results).detail.join(' ') : results.verdict;
  return [{ suite: 'choice', name: 'a strategy meets every constraint', verdict, level: 'error', sentence, gate: null }];
}

/** Null where nothing was to be chosen. */
function choiceVerdict(choice: Choice): ConstraintVerdict | null {
  switch (choice.kind) {
    case 'none':
      return null;
    case 'infeasible':
      return 'fail';
    case 'undecided':
      return 'undecided';
    default:
      return ({ confirmed: 'pass', contradicted: 'fail', undecided: 'undecided' } as const)[choice.test];
  }
}

function constraintChecks(results: Results): Check[] {
  const row = chosenRow(results);
  return (row?.constraints ?? []).map((judged) => ({
    suite: 'constraints',
    name: judged.text,
    verdict: judged.verdict,
    level: 'error',
    sentence: constraintSentence(judged, row?.label ?? ''),
    gate: null,
  }));
}

function constraintSentence({ text, verdict, observed, unit, shortBy }: ConstraintJudgement, label: string): string {
  const verb = { pass: 'holds', fail: 'fails', undecided: 'is undecided' }[verdict];
  const short = verdict === 'fail' && shortBy > 0 ? `, off by ${formatNumber(shortBy, unit)}` : '';
  return `${text} ${verb} for ${label}: ${formatMeasured(observed, unit)}${short}.`;
}
