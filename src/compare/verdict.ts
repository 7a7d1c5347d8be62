import type { Estimate } from '../domain/estimate.js';
import { formatMeasured } from '../domain/measured-text.js';
import type { Choice, GateJudgement, ResultRow, Results, TiedPair } from '../domain/results.js';

/** What the sentence is made from. */
export interface VerdictInput {
  readonly choice: Choice;
  readonly gates: readonly GateJudgement[];
  /** The row the choice names, if any. */
  readonly row: ResultRow | undefined;
  /** The row whose numbers stand for the choice: its own, or the cross-fitted procedure's. */
  readonly measured: ResultRow | undefined;
  readonly referenceLabel: string;
  /** Model whose calls are the cost; null where cost is money. */
  readonly costModel: string | null;
  readonly n: number;
  readonly reportedOn: Results['protocol']['reportedOn'];
  readonly synthetic: boolean;
  /** Best row by objective where nothing was chosen. */
  readonly bestSingle: { readonly modelId: string; readonly quality: number };
  readonly oracleQuality: number;
}

/** One or two sentences: what to do, and how sure that is. Numbers carry their intervals. */
export function verdictOf(input: VerdictInput): string {
  const { choice, row } = input;
  const broken = brokenGates(input.gates);
  const caveat = `${broken}${input.synthetic ? ' The data is synthetic: these numbers say nothing about any real model.' : ''}`;
  switch (choice.kind) {
    case 'chosen':
      return `${broken === '' ? `Ship ${row?.label}` : `Don't ship ${row?.label} yet`}: ${against(input)}. ${confirmation(choice.test, input)}${caveat}`;
    case 'tie':
      return `Tie: ${row?.label} and ${list(choice.with)} can't be told apart on the objective; ${row?.label} is the cheapest and suggested: ${against(input)}. ${settling(choice.settle, input.reportedOn)}${confirmation(choice.test, input)}${caveat}`;
    case 'undecided':
      return `Undecided: no strategy is shown to meet every constraint; nearest is ${choice.nearest}. ${choice.why}${caveat}`;
    case 'infeasible':
      return `Infeasible: no strategy meets every constraint; nearest is ${choice.nearest}. ${choice.why}${caveat}`;
    case 'none':
      return `${choice.why} Best single model: ${input.bestSingle.modelId} at ${fraction(input.bestSingle.quality)}; an oracle would reach ${fraction(input.oracleQuality)} (n = ${input.n}).${caveat}`;
  }
}

/** Failed gates by name with the number that was measured, a sentence with a space before it; nothing where none that counts has failed. */
function brokenGates(gates: readonly GateJudgement[]): string {
  const failed = gates
    .filter(({ level, verdict }) => level === 'error' && verdict === 'fail')
    .map(({ text, observed, unit }) => `"${text}" (measured ${formatMeasured(observed, unit)})`);
  if (failed.length === 0) return '';
  return failed.length === 1 ? ` Failed gate: ${failed[0]}.` : ` ${failed.length} failed gates: ${list(failed)}.`;
}

/** The numbers against the reference, as measured on the reported part. */
function against({ measured, referenceLabel, costModel, n, reportedOn }: VerdictInput): string {
  const versus = measured?.versusReference;
  if (versus == null) return 'it is the reference itself';
  const cost = cheaper(versus.timesCheaper, referenceLabel, costModel);
  const quality = `quality ${points(versus.quality)} against ${referenceLabel}${significance(versus.quality)}`;
  return `${WHERE[reportedOn](n)} ${cost === '' ? `has ${quality}` : `${cost}, ${quality}`}`;
}

const WHERE: Readonly<Record<VerdictInput['reportedOn'], (n: number) => string>> = {
  test: (n) => `on ${n} held-out queries it`,
  all: (n) => `on all ${n} queries it`,
  crossfit: (n) => `on ${n} queries, each decided without its fold, choosing so`,
};

/** Counted in calls, only a reference that is called itself can be called less. */
function cheaper({ value, low, high }: Estimate, reference: string, costModel: string | null): string {
  if (value === null || !Number.isFinite(value) || (costModel !== null && costModel !== reference)) return '';
  const times = (number: number | null): string => (number === null ? '—' : number.toFixed(2));
  const interval = `[${times(low)}, ${times(high)}]`;
  return costModel === null
    ? `is ${times(value)} × cheaper than ${reference} ${interval}`
    : `makes ${times(value)} × fewer calls of ${costModel} ${interval}`;
}

function points({ value, low, high }: Estimate): string {
  const signed = (number: number | null): string => {
    if (number === null) return '—';
    const text = Math.abs(100 * number).toFixed(1);
    return text === '0.0' ? '0.0' : `${number < 0 ? '−' : '+'}${text}`;
  };
  return `${signed(value)} points [${signed(low)}, ${signed(high)}]`;
}

function significance({ low, high }: Estimate): string {
  if (low === null || high === null) return '';
  return low > 0 || high < 0 ? '' : ', not significant';
}

function confirmation(test: 'confirmed' | 'contradicted' | 'undecided', { row, reportedOn }: VerdictInput): string {
  if (row?.constraints.length === 0) return UNBOUND[reportedOn === 'crossfit' ? 'crossfit' : 'test'];
  if (reportedOn === 'crossfit') return CROSSFITTED[test];
  switch (test) {
    case 'confirmed':
      return 'Chosen on the validation part; the test part confirms that it meets every constraint.';
    case 'contradicted':
      return 'Chosen on the validation part, but the TEST PART CONTRADICTS it: a constraint that held there fails here. Do not ship it.';
    case 'undecided':
      return 'Chosen on the validation part; the test part neither confirms nor contradicts every constraint: add queries.';
  }
}

/** How many more queries would tell the tied apart: of several pairs the one that takes most. */
function settling(pairs: readonly TiedPair[], reportedOn: VerdictInput['reportedOn']): string {
  const more = pairs.flatMap((pair) => (pair.more === null ? [] : [pair.more]));
  if (more.length === 0) return pairs.length > 0 ? 'On these queries they come to the same. ' : '';
  const most = Math.max(...more);
  const which = reportedOn === 'crossfit' ? 'queries' : 'validation queries';
  return `About ${rounded(most)} more ${which} would settle ${more.length > 1 ? 'every pair' : 'it'} if the difference is as observed (80 % power). `;
}

/** Two significant digits: the count is an order of magnitude, not a promise. */
function rounded(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en-US');
}

/** Where there is nothing that a test part could confirm. */
const UNBOUND = {
  test: 'Chosen on the validation part; no constraint is set, so nothing was there to confirm.',
  crossfit: 'Every choice was made on inner folds; no constraint is set. The router to ship is refitted on everything.',
} as const;

const CROSSFITTED = {
  confirmed:
    'Every choice was made on inner folds, and so chosen it meets every constraint. The router to ship is refitted on everything.',
  contradicted: 'Every choice was made on inner folds, and so chosen a constraint FAILS. Do not ship it.',
  undecided: 'Every choice was made on inner folds; so chosen it is not shown to meet every constraint: add queries.',
} as const;

function list(ids: readonly string[]): string {
  return ids.length <= 1 ? (ids[0] ?? '') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

function fraction(value: number): string {
  return value.toFixed(3);
}
