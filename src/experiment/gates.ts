import { REFERENCE, type SliceMember, type VersusMember } from '../compare/gate/gate.js';
import { type GateObservation, judgeGate } from '../compare/gate/judge-gate.js';
import { rowOfChoice } from '../compare/row-of-choice.js';
import { type Estimate, UNAVAILABLE } from '../domain/estimate.js';
import type { Audit, Choice, GateJudgement, ResultRow, VersusReference } from '../domain/results.js';
import { rowNamed } from './gate-names.js';
import type { PlacedGate } from './gate-of.js';
import type { Scored } from './score-rows.js';

/** What gates are judged on: the reported part, scored at any confidence. */
export interface GateInput {
  readonly gates: readonly PlacedGate[];
  readonly choice: Choice;
  readonly audits: readonly Audit[];
  /** The experiment's own confidence. */
  readonly confidence: number;
  /** The same rows on the same resamples, with intervals of another confidence. */
  scoredAt(confidence: number): Scored;
}

/** Judges every gate, in the experiment's order, on the chosen row unless it names another. */
export function judgeGates(input: GateInput): GateJudgement[] {
  return input.gates.map((gate) => {
    const confidence = gate.confidence ?? input.confidence;
    return judgeGate(
      gate,
      confidence,
      observe(gate, input, () => input.scoredAt(confidence)),
    );
  });
}

function observe({ subject }: PlacedGate, { choice, audits }: GateInput, scored: () => Scored): GateObservation {
  if (subject.kind === 'audits') return exactly(audits.filter(({ level }) => level === subject.level).length, audits.length);
  const { rows, against } = scored();
  const row = subject.row === null ? chosenOrOnly(rows, choice) : rowNamed(rows, subject.row);
  if (row === undefined) return unseen(null, `nothing was chosen (${choice.kind}): name a row, such as row(router:…)`);
  switch (subject.kind) {
    case 'metric':
      return seen(row, row.metrics[subject.metric], `${subject.metric} is not available for this row`);
    case 'slice': {
      const cell = row.byCategory.find(({ category }) => category === subject.category);
      return seen(row, cell && sliceNumber(cell, subject.member), 'no measured query has this category');
    }
    case 'versus': {
      const other = subject.other === REFERENCE ? null : (rowNamed(rows, subject.other)?.id ?? null);
      return seen(row, versusNumber(against(row.id, other), subject.member), 'not available for this pair of rows');
    }
  }
}

/** The chosen row; where nothing is chosen (no split), the only strategy there is. */
function chosenOrOnly(rows: readonly ResultRow[], choice: Choice): ResultRow | undefined {
  if ('rowId' in choice) return rowOfChoice(rows, choice);
  const routers = rows.filter(({ kind }) => kind === 'router');
  return choice.kind === 'none' && routers.length === 1 ? routers[0] : undefined;
}

function sliceNumber(cell: ResultRow['byCategory'][number], member: SliceMember): Estimate {
  return cell[member];
}

function versusNumber(versus: VersusReference, member: VersusMember): Estimate {
  return member === 'times_cheaper' ? versus.timesCheaper : versus[member];
}

function seen(row: ResultRow, observed: Estimate | undefined, missing: string): GateObservation {
  if (observed === undefined || observed.value === null) return unseen(row.id, missing);
  return { observed, rowId: row.id, note: null };
}

function unseen(rowId: string | null, note: string): GateObservation {
  return { observed: UNAVAILABLE, rowId, note };
}

/** A count is what it is: no interval but itself. */
function exactly(value: number, n: number): GateObservation {
  return { observed: { value, low: value, high: value, n }, rowId: null, note: null };
}
