import type { ModelPlan } from '../../app/call/plan-recording.js';
import type { JudgePlan } from '../../app/judge/plan-verdicts.js';
import { differenceText } from '../../app/outcome/near-text.js';
import type { RecordPlan } from '../../app/record/prepare-recording.js';
import { formatCount, formatNumber } from '../../report/format.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';
import { beyondLines } from './print-recorded.js';
import { textTable } from './text-table.js';
import { stdoutWidth } from './wrap-line.js';

const TITLES = ['model', 'calls', 'recorded', 'tokens in', 'tokens out', 'low', 'expected', 'worst', 'key'];

/** A plan as lines: what would be called, what it costs, what stands in the way. */
export function planLines(plan: RecordPlan): string[] {
  const columns = TITLES.map((title, index) => ({
    title,
    align: index === 0 || index === 8 ? ('left' as const) : ('right' as const),
    priority: [0, 1, 8, 4, 5, 6, 2, 3, 7][index] ?? 9,
  }));
  const sections = [
    { title: '', rows: plan.models.map((model) => ({ chosen: false, cells: cells(model) })) },
    { title: '', rows: plan.judges.map((judge) => ({ chosen: false, cells: judgeCells(judge) })) },
  ];
  const samples = plan.samples === 1 ? '' : ` × ${plan.samples} samples`;
  return [
    `${colour.bold('plan')}     ${formatCount(plan.queries)} queries × ${counted(plan.models.length, 'model')}${samples}: ${formatCount(plan.calls)} calls`,
    ...textTable(columns, sections, stdoutWidth()).filter((line) => line.trim() !== ''),
    ...judgeLines(plan),
    ...plan.judges.flatMap(notAskedLine),
    ...costLines(plan),
    ...reasons(plan),
    ...beyondLines(plan),
  ];
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

function cells(model: ModelPlan): string[] {
  const { calls, recorded, inputTokens, outputs, key, lowUsd, expectedUsd, worstUsd } = model;
  return [
    inertText(model.modelId),
    formatCount(calls),
    formatCount(recorded),
    formatCount(inputTokens),
    outputs === null || calls === 0
      ? '—'
      : `${formatCount(Math.round(outputs.low * calls))}…${formatCount(Math.round(outputs.mean * calls))}`,
    ...[lowUsd, expectedUsd, worstUsd].map((usd) => formatNumber(usd, 'usd')),
    key === null ? 'none needed' : `${key.env} ${key.present ? 'set' : 'not set'}`,
  ];
}

/** A judge's verdicts: those that can be asked for now and those on answers to come. */
function judgeCells(judge: JudgePlan): string[] {
  const [name = '', , ...rest] = cells(judge);
  const calls = judge.awaiting === 0 ? formatCount(judge.calls) : `${formatCount(judge.calls)}+${formatCount(judge.awaiting)}`;
  return [`${name} (judge, ${judge.kind})`, calls, ...rest];
}

/** What judging costs, apart from the answers. */
function judgeLines({ judges }: RecordPlan): string[] {
  if (judges.length === 0) return [];
  const [calls, awaiting] = [judges.reduce((sum, one) => sum + one.calls, 0), judges.reduce((sum, one) => sum + one.awaiting, 0)];
  const more = awaiting === 0 ? '' : ` and about ${formatCount(awaiting)} on answers that are not recorded yet (costs estimated)`;
  return [`judges   ${formatCount(calls)} verdicts${more}   ${totals(judges)}`];
}

/** Answers that no verdict will ever be on. */
function notAskedLine({ modelId, notAsked, needs }: JudgePlan): string[] {
  if (notAsked === 0) return [];
  const judge = inertText(modelId);
  return [
    `note     ${judge} can’t be asked about ${counted(notAsked, 'answer')}: their queries have no ${needs.map(inertText).join(' or no ')}, which its prompt names`,
  ];
}

function costLines(plan: RecordPlan): string[] {
  const { spentUsd, unresolvedUsd } = plan;
  const asked = [...plan.models.filter(({ calls }) => calls > 0), ...askedJudges(plan)];
  const unpriced = asked.filter(({ priced }) => !priced).map(({ modelId }) => inertText(modelId));
  const spent = `${formatNumber(spentUsd, 'usd')} known${unresolvedUsd === 0 ? '' : ` and ${formatNumber(unresolvedUsd, 'usd')} reserved for calls of which nobody knows`}`;
  return [
    `cost     ${totals(asked)} (retries not counted)`,
    `unpriced ${unpriced.length === 0 ? 'none' : unpriced.join(', ')}`,
    `spent    ${spent}`,
  ];
}

/** `low $0.1   expected $0.2   worst $0.9`: a dash where one of them is unknown. */
function totals(models: readonly ModelPlan[]): string {
  const total = (pick: (model: ModelPlan) => number | null): string => {
    const amounts = models.map(pick);
    const known = amounts.every((amount) => amount !== null);
    return formatNumber(known ? amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0) : null, 'usd');
  };
  return `low ${total((one) => one.lowUsd)}   expected ${total((one) => one.expectedUsd)}   worst ${total((one) => one.worstUsd)}`;
}

function askedJudges({ judges }: RecordPlan): JudgePlan[] {
  return judges.filter(({ calls, awaiting }) => calls + awaiting > 0);
}

const WHY = {
  missing: 'missing',
  failed: 'failed before',
  changed: 'asked differently',
  old: 'too old',
  again: 'recorded already',
};

/** Why calls are made, and what expectations rest on. */
function reasons(plan: RecordPlan): string[] {
  const models = [...plan.models, ...plan.judges];
  const sums = new Map<string, number>();
  for (const { why } of models) for (const [name, count] of Object.entries(why)) sums.set(name, (sums.get(name) ?? 0) + count);
  const because = [...sums].map(([name, count]) => `${formatCount(count)} ${WHY[name as keyof typeof WHY]}`);
  const asked = models.filter(({ calls }) => calls > 0);
  const unknown = asked.some(({ outputs }) => outputs === null);
  const others = asked
    .filter(({ outputs }) => outputs?.of === 'others')
    .map(({ modelId, outputs }) => ofOthers(modelId, outputs?.own ?? 0));
  return [
    ...(because.length === 0 ? [] : [`because  ${because.join(', ')}`]),
    ...models.flatMap(nearLine),
    ...(unknown ? ['note     nothing is recorded yet that would say how long answers are'] : []),
    ...(others.length === 0 ? [] : [`note     lengths of answers are those of all models for ${others.join(', ')}`]),
  ];
}

/** In what the requests differ from those that are stored. */
function nearLine({ modelId, near }: ModelPlan): string[] {
  if (near === null) return [];
  const differences = near.differences.map(differenceText).join('; ');
  const more = `routelab recordings explain ${inertText(near.queryId)} ${inertText(modelId)}`;
  return [`near     ${inertText(modelId)} was asked with ${differences}: ${more}`];
}

/** A model whose own answers don't say how long they are. */
function ofOthers(modelId: string, own: number): string {
  return `${inertText(modelId)} (${own === 0 ? 'none' : `only ${formatCount(own)}`} of its own)`;
}
