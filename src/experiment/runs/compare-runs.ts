import type { ResultRow, Results } from '../../domain/results.js';
import {
  type Change,
  MEASURES,
  type RowChange,
  type RunComparison,
  type RunIdentity,
  type SliceChange,
  type Tolerance,
} from '../../domain/run-comparison.js';
import type { RunDecisions } from '../../domain/run-decisions.js';
import { decisionChanges } from './decision-changes.js';
import { type ChangeRules, incomparableMeasures, judgeAlone, judgeChanges } from './judge-changes.js';
import { type RawRow, type RawSlice, rawRows } from './measured.js';
import { rowsOf } from './paired-row.js';
import { inputChanges, protocolDifferences } from './protocol-differences.js';
import { competes, type RawChange, type RowPair } from './raw-change.js';
import { rowPairs, shippedRow } from './row-pairs.js';
import { pairable, type SharedDecisions } from './shared-queries.js';

/** One of two runs: its results, and its decisions where they are kept beside them. */
export interface RunSide {
  /** As the user named it. */
  readonly file: string;
  readonly results: Results;
  readonly decisions: RunDecisions | null;
}

export interface CompareOptions {
  readonly tolerance: Tolerance;
  /** Queries listed for each row, each way. */
  readonly top: number;
}

/**
 * Holds two runs against each other: what differs in how they measured, and how every row that both have changed, paired
 * query by query where both measured the same queries. Pure: the same two runs give the same comparison.
 */
export function compareRuns(base: RunSide, head: RunSide, options: CompareOptions): RunComparison {
  const { protocol } = head.results;
  const differences = protocolDifferences(base.results, head.results);
  const rules: ChangeRules = {
    confidence: protocol.bootstrap.confidence,
    tolerance: options.tolerance,
    incomparable: incomparableMeasures(differences),
  };
  const { pairs, added, removed } = rowPairs(base.results, head.results);
  const found = pairable(base.decisions, head.decisions);
  const decisions = 'why' in found ? null : found;
  const raw = rawRows(pairs, base.results, head.results, decisions);
  const changes = judgedTogether(pairs, raw, rules);
  return {
    schemaVersion: 1,
    base: identityOf(base),
    head: identityOf(head),
    identical: base.results.inputs.hash === head.results.inputs.hash,
    synthetic: base.results.experiment.synthetic || head.results.experiment.synthetic,
    differences,
    inputs: inputChanges(base.results, head.results),
    pairing:
      'why' in found
        ? { kind: 'independent', why: found.why }
        : { kind: 'paired', queries: found.shared.head.length, groups: found.shared.part.groupKeys.length },
    confidence: rules.confidence,
    costUnit: protocol.costUnit,
    tolerance: options.tolerance,
    rows: pairs.map((pair, index) => ({
      ...namesOf(pair),
      settings: pair.base.id === pair.head.id ? settingChanges(pair) : [],
      changes: changes[index] ?? [],
      slices: judgedSlices(raw[index]?.slices ?? [], rules),
      decisions: decisionsOf(pair, decisions, rules, options.top),
    })),
    added: added.map(nameOf),
    removed: removed.map(nameOf),
    gates: head.results.gates.map((gate) => ({
      head: gate,
      base: base.results.gates.find(({ text }) => text === gate.text)?.verdict ?? null,
    })),
  };
}

/** One family of tests a measure, over the rows that compete; the others are judged by their intervals. */
function judgedTogether(pairs: readonly RowPair[], raw: readonly RawRow[], rules: ChangeRules): Change[][] {
  const judged: Change[][] = pairs.map(() => []);
  MEASURES.forEach((_, measure) => {
    const competing = pairs.flatMap((pair, index) => (competes(pair) ? [index] : []));
    const family = judgeChanges(
      competing.map((index) => raw[index]?.changes[measure] as RawChange),
      rules,
    ).values();
    pairs.forEach((pair, index) => {
      const change = competes(pair)
        ? (family.next().value as Change)
        : judgeAlone(raw[index]?.changes[measure] as RawChange, rules);
      judged[index]?.push(change);
    });
  });
  return judged;
}

function judgedSlices(slices: readonly RawSlice[], rules: ChangeRules): SliceChange[] {
  const quality = judgeChanges(
    slices.map((slice) => slice.quality),
    rules,
  );
  const cost = judgeChanges(
    slices.map((slice) => slice.cost),
    rules,
  );
  return slices.map(({ category, n }, index) => ({
    category,
    n,
    quality: quality[index] as Change,
    cost: cost[index] as Change,
  }));
}

function decisionsOf(pair: RowPair, decisions: SharedDecisions | null, rules: ChangeRules, top: number): RowChange['decisions'] {
  const rows = decisions === null || !competes(pair) ? null : rowsOf(pair, decisions);
  if (decisions === null || rows === null) return null;
  const changes = decisionChanges(
    { base: { run: decisions.base, row: rows.base }, head: { run: decisions.head, row: rows.head } },
    decisions.shared,
    top,
  );
  // Another scorer's numbers say nothing about which answer is better.
  return rules.incomparable.has('quality')
    ? { ...changes, better: null, worse: null, regressions: [], improvements: [] }
    : changes;
}

function namesOf({ base, head, ships }: RowPair): Pick<RowChange, 'baseId' | 'headId' | 'label' | 'kind' | 'ships'> {
  const label = base.id === head.id ? head.label : `${base.label} → ${head.label}`;
  return { baseId: base.id, headId: head.id, label, kind: head.kind, ships };
}

/** Settings of a strategy that differ, by name; a name that only one side has stands against null. */
function settingChanges({ base, head }: RowPair): RowChange['settings'] {
  const [before, after] = [base.parameters ?? {}, head.parameters ?? {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, base: before[name] ?? null, head: after[name] ?? null }))
    .filter((setting) => JSON.stringify(setting.base) !== JSON.stringify(setting.head));
}

function nameOf({ id, label }: ResultRow) {
  return { id, label };
}

function identityOf({ file, results }: RunSide): RunIdentity {
  const { experiment, tool, inputs, protocol, verdict } = results;
  const ships = shippedRow(results);
  const part = protocol.parts.find((one) => one.part === (protocol.reportedOn === 'test' ? 'test' : 'all'));
  return {
    file,
    experiment: experiment.name,
    tool: `${tool.name} ${tool.version}`,
    inputsHash: inputs.hash,
    ships: ships === undefined ? null : nameOf(ships),
    verdict,
    queries: part?.complete ?? 0,
  };
}
