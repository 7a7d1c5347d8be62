import { counted } from '../domain/measured-text.js';
import type { JudgeSummary, Results } from '../domain/results.js';
import { DASH, formatCount, formatEstimate, formatNumber } from './format.js';

/** A judge in words: what it was asked, what came of it, and what that cost. */
export interface JudgeView {
  readonly title: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  /** Instructions and prompt, line by line. */
  readonly prompt: readonly string[];
}

/** The judges behind the qualities; none where no judge scored. */
export function judgeViews({ judges = [] }: Results): readonly JudgeView[] {
  return judges.map((judge) => ({
    title: `${judge.modelId}, ${KIND[judge.kind]}${judge.baseline === null ? '' : ` ${judge.baseline}`}`,
    facts: [
      { term: 'Verdicts', text: verdictText(judge) },
      { term: 'Cost', text: costText(judge) },
      { term: 'Agrees with itself', text: agreementText(judge) },
      ...(judge.positionBias === null ? [] : [{ term: 'Order', text: orderText(judge.positionBias) }]),
      ...(judge.rubric === null ? [] : [{ term: 'Rubric', text: judge.rubric }]),
      { term: 'Prompt, SHA-256', text: judge.promptSha256 },
    ],
    prompt: judge.prompt,
  }));
}

/** One line for a terminal: `local/judge (rubric): 12 of 12 verdicts, $0.00120 apart from routing`. */
export function judgeLine(judge: JudgeSummary): string {
  const { modelId, kind, recorded, verdicts, costUsd, selfAgreement, positionBias } = judge;
  const same = selfAgreement === null ? [] : [`same verdict again ${formatEstimate(selfAgreement.share, 'fraction')}`];
  const order = positionBias === null ? [] : [`changed by the order ${formatEstimate(positionBias.changed, 'fraction')}`];
  const read = `${formatCount(recorded)} of ${counted(verdicts, 'verdict')}${lostText(judge)}`;
  return [`${modelId} (${kind}): ${read}`, `${formatNumber(costUsd, 'usd')} apart from routing`, ...same, ...order].join(' · ');
}

const KIND = { rubric: 'by a rubric', reference: 'against the reference', pairwise: 'beside the answers of' } as const;

function lostText({ failed, unreadable }: JudgeSummary): string {
  const lost = [
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(unreadable === 0 ? [] : [`${formatCount(unreadable)} can’t be read`]),
  ];
  return lost.length === 0 ? '' : ` (${lost.join(', ')})`;
}

function verdictText(judge: JudgeSummary): string {
  const { samples, answers, identical, notAsked, recorded, verdicts, missing, unfit } = judge;
  const parts = Object.entries(unfit).map(([part, count]) => `${part} ${formatCount(count)}`);
  return [
    `${formatCount(recorded)} of ${formatCount(verdicts)} recorded${lostText(judge)}, ${counted(samples, 'sample')} each${judge.kind === 'pairwise' ? ' in both orders' : ''}`,
    `${counted(answers, 'answer')}`,
    ...(identical === 0 ? [] : [`${formatCount(identical)} in the baseline’s own words (½, not asked)`]),
    ...(notAsked === 0 ? [] : [`${formatCount(notAsked)} about which nothing could be asked`]),
    ...(missing === 0
      ? []
      : [`${formatCount(missing)} missing${parts.length === 0 ? '' : ` (recorded with another ${parts.join(', ')})`}`]),
  ].join('; ');
}

function costText({ costUsd, recorded, inputUsdPerMTok, outputUsdPerMTok }: JudgeSummary): string {
  const price = [inputUsdPerMTok, outputUsdPerMTok].map((usd) => (usd === null ? DASH : `$${usd}`)).join(' and ');
  return `${formatNumber(costUsd, 'usd')} for ${counted(recorded, 'verdict')}, in no row’s cost; ${price} per million tokens in and out`;
}

function agreementText({ selfAgreement, samples }: JudgeSummary): string {
  if (selfAgreement === null)
    return `not known: ${samples === 1 ? 'every answer was judged once' : 'no answer has two verdicts that can be read'}`;
  const { share, alpha, deviation } = selfAgreement;
  return `the same verdict on ${formatEstimate(share, 'fraction')} of pairs; Krippendorff’s alpha ${formatEstimate(alpha, 'fraction')}; one verdict deviates by ${formatNumber(deviation, 'fraction')}`;
}

function orderText({ changed, firstWins }: NonNullable<JudgeSummary['positionBias']>): string {
  return `the other order brings another verdict on ${formatEstimate(changed, 'fraction')} of pairs; the answer shown first wins ${formatEstimate(firstWins, 'fraction')} of the decided (0.5 for a judge without a side)`;
}
