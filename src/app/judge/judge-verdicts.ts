import type { Json } from '../../domain/json.js';
import { PICO_PER_USD } from '../../domain/outcome-table.js';
import type { JudgeCounts, JudgeFacts } from '../../experiment/judge/judge-facts.js';
import type { VerdictOf } from '../../quality/scorer.js';
import { readVerdict } from '../../quality/verdict/read-verdict.js';
import { promptSha256 } from '../../quality/verdict/request.js';
import { instructions } from '../../quality/verdict/template.js';
import { type Difference, jsonDifferences } from '../../recording/json-differences.js';
import type { RecordedVerdict, VerdictBook } from '../../recording/read-verdicts.js';
import { recordedCost } from '../../recording/recorded-cost.js';
import type { JudgeCall, JudgedAnswer, JudgePanel } from '../load/judge-calls.js';

/** What the verdicts on a set of recordings come to. */
export interface JudgedRecordings {
  readonly verdictOf: VerdictOf;
  readonly facts: JudgeFacts;
}

/** What is recorded of a request. */
export type VerdictFound = 'missing' | 'failed' | 'unreadable' | { readonly quality: number };

/** Readings of an answer's verdicts: by order, then by sample; null where there is none that can be read. */
type Readings = readonly (readonly (number | null)[])[];

const TIE = 0.5;

/** Holds recorded verdicts against what is to be judged. */
export function judgedRecordings(panel: JudgePanel, verdicts: VerdictBook): JudgedRecordings {
  const found = new Map<string, VerdictFound>();
  const qualities = new Map<string, number>();
  const repeats: JudgeFacts['repeats'][number][] = [];
  const swaps: JudgeFacts['swaps'][number][] = [];
  for (const answer of panel.answers) {
    for (const { key, order } of answer.calls) found.set(key, verdictFound(panel, order, verdicts.fits(key)));
    const readings = readingsOf(panel, answer, found);
    const quality = answer.identical ? TIE : meanOf(readings);
    const { query, modelId, sample } = answer.of;
    if (quality !== null) qualities.set(nameOf(answer.queryId, modelId, sample), quality);
    for (const values of readings.map(readable)) if (values.length > 1) repeats.push({ query, values });
    swaps.push(...swapsOf(query, readings));
  }
  return {
    verdictOf: ({ queryId, modelId, sample }) => qualities.get(nameOf(queryId, modelId, sample)) ?? null,
    facts: { ...asked(panel), ...recorded(panel, verdicts, found), repeats, swaps },
  };
}

/** What a recorded verdict says; `missing` where there is none. */
export function verdictFound(
  { judging }: JudgePanel,
  order: JudgeCall['order'],
  read: RecordedVerdict | undefined,
): VerdictFound {
  if (read === undefined) return 'missing';
  const { answer, error } = read.recording;
  if (error !== undefined || answer === undefined) return 'failed';
  const quality = readVerdict(judging.kind, order, answer.text);
  return quality === null ? 'unreadable' : { quality };
}

/** A verdict on another request, and in what that differs: parts by their prints, and parameters. */
export interface NearVerdict {
  readonly last: RecordedVerdict;
  readonly differences: readonly Difference[];
}

/** What comes nearest to a request without a verdict: the last one of its cell; null where the cell has none at all. */
export function nearVerdict(
  panel: JudgePanel,
  verdicts: VerdictBook,
  call: JudgeCall,
  redacted: (parameters: Json) => Json = (parameters) => parameters,
): NearVerdict | null {
  const { judge, judging } = panel;
  const { of, order, queryId, judgeSample } = call;
  const { modelId, sample } = of;
  const last = verdicts.last({ judgeId: judge.id, queryId, modelId, sample, kind: judging.kind, order, judgeSample });
  if (last === undefined) return null;
  const { request, judged } = last.recording;
  const parts = jsonDifferences({ ...judged.parts }, { ...panel.judged(call).parts });
  return { last, differences: [...parts, ...jsonDifferences(request, redacted({ ...judge.parameters } as Json))] };
}

function asked({ judging, judge, isCompared }: JudgePanel) {
  const { kind, baseline, samples, rubric, template } = judging;
  return {
    modelId: judge.id,
    kind,
    baseline,
    samples,
    rubric,
    prompt: `${instructions(kind)}\n\n${template}`.split('\n'),
    promptSha256: promptSha256(judging),
    inputUsdPerMTok: judge.price?.inputUsdPerMTok ?? null,
    outputUsdPerMTok: judge.price?.outputUsdPerMTok ?? null,
    isCompared,
  };
}

/** Counts and costs; a request that several answers share is one. */
function recorded(panel: JudgePanel, verdicts: VerdictBook, found: ReadonlyMap<string, VerdictFound>) {
  const { answers, judge } = panel;
  const calls = new Map(answers.flatMap((answer) => answer.calls.map((call) => [call.key, call] as const)));
  const unfit: Record<string, number> = {};
  let costPico = 0;
  for (const call of calls.values()) {
    const read = verdicts.fits(call.key);
    if (read !== undefined) costPico += recordedCost(read.recording, judge.price).costPico;
    else for (const { path } of nearVerdict(panel, verdicts, call)?.differences ?? []) unfit[path] = (unfit[path] ?? 0) + 1;
  }
  return {
    counts: countsOf(answers, [...found.values()]),
    unfit,
    costUsd: Number.isNaN(costPico) ? null : costPico / PICO_PER_USD,
  };
}

function countsOf(answers: readonly JudgedAnswer[], found: readonly VerdictFound[]): JudgeCounts {
  const count = (wanted: VerdictFound): number => found.filter((one) => one === wanted).length;
  return {
    answers: answers.length,
    notAsked: answers.filter(({ calls, identical }) => calls.length === 0 && !identical).length,
    identical: answers.filter(({ identical }) => identical).length,
    verdicts: found.length,
    recorded: found.length - count('missing'),
    failed: count('failed'),
    unreadable: count('unreadable'),
    missing: count('missing'),
  };
}

function readingsOf({ judging }: JudgePanel, { calls }: JudgedAnswer, found: ReadonlyMap<string, VerdictFound>): Readings {
  const readings = calls.map(({ key }) => {
    const one = found.get(key);
    return typeof one === 'object' ? one.quality : null;
  });
  return Array.from({ length: readings.length / judging.samples }, (_, order) =>
    readings.slice(order * judging.samples, (order + 1) * judging.samples),
  );
}

function readable(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

/** Mean over orders of the mean over samples; null where nothing was asked, or an order has nothing that can be read. */
function meanOf(readings: Readings): number | null {
  const means = readings.map(readable).map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return Number.isNaN(mean) ? null : mean;
}

function swapsOf(query: number, [first, second]: Readings): JudgeFacts['swaps'][number][] {
  if (first === undefined || second === undefined) return [];
  return first.flatMap((one, sample) => {
    const other = second[sample] ?? null;
    return one === null || other === null ? [] : [{ query, first: one, second: other }];
  });
}

function nameOf(queryId: string, modelId: string, sample: number): string {
  return JSON.stringify([queryId, modelId, sample]);
}
