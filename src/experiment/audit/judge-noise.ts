import type { Audit, ResultRow } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { Compared } from '../compared.js';
import { verdictDeviation } from '../judge/judge-summaries.js';
import { type AuditRule, note, type RunAuditInput, some } from './audit.js';

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** Differences of quality that the judge would turn round if it were asked again. */
export const judgeNoise: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'judge_noise',
      level: 'note',
      looksFor:
        'Rows whose mean quality differs from the chosen (or first) row’s by less than 1.96 standard errors of judging again: √(2σ²/v · Σw²) ÷ Σw, with σ the deviation of one verdict on one answer, v verdicts an answer, w traffic weights, and Σw² over the queries on which the rows differ.',
      blindTo: 'Judges asked once; weighted scorers; errors that a judge repeats.',
    },
  ],
  find(input) {
    const [judge] = input.load.judges ?? [];
    if (judge === undefined || input.bench.experiment.scorer.type !== 'judge') return [];
    const deviation = verdictDeviation(judge.repeats);
    if (deviation === null) return [];
    const verdicts = judge.samples * (judge.kind === 'pairwise' ? 2 : 1);
    return within(input, deviation ** 2 / verdicts);
  },
};

function within({ rows, compared, chosenId, part }: RunAuditInput, variance: number): Audit[] {
  const candidates = rows.filter(({ kind, marks }) => kind !== 'control' || marks.includes('single_model'));
  const lead = candidates.find(({ id }) => id === chosenId) ?? candidates[0];
  const quality = (row: ResultRow): number => row.metrics['quality.mean']?.value ?? Number.NaN;
  const arm = (id: string): Compared | undefined => compared.find((one) => one.id === id);
  const first = lead === undefined ? undefined : arm(lead.id);
  if (lead === undefined || first === undefined) return [];
  const total = part.weight.reduce((sum, weight) => sum + weight, 0);
  const close = candidates.filter((row) => {
    const other = arm(row.id);
    if (row === lead || other === undefined) return false;
    const standardError = Math.sqrt(2 * variance * differing(first, other, part)) / total;
    return Math.abs(quality(row) - quality(lead)) < Z * standardError;
  });
  if (close.length === 0) return [];
  const names = some(close.map(({ label }) => label));
  return [
    note(
      'judge_noise',
      `judged again, ${lead.label} might change places with ${names}: they differ by less than the judge’s own noise`,
    ),
  ];
}

/** Sum of the squared weights of queries on which two rows ask another model first or come to another quality. */
function differing({ arm: one }: Compared, { arm: other }: Compared, { rows, weight }: Part): number {
  let sum = 0;
  for (const [at, query] of rows.entries())
    if (one.quality[query] !== other.quality[query] || one.first?.[query] !== other.first?.[query])
      sum += (weight[at] as number) ** 2;
  return sum;
}
