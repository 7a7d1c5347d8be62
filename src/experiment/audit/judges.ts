import { OUTCOME_STATUS, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import { type AuditRule, note, percent, warn } from './audit.js';

const LEAST_ANSWERS = 20;
/** Judge and scorer disagree on an answer when they are further apart than this, and on a model when their means are. */
const FAR = 0.5;
const FAR_MEANS = 0.05;
/** Share of answers, or of repeated queries, from which disagreement is told. */
const LEAST_SHARE = 0.1;

/** Where several verdicts on one answer, or several answers to one query, don't agree. */
export const judges: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'judge_disagreement',
      level: 'warn',
      looksFor: 'Recorded judge scores more than 0.5 away from the scorer’s quality on over 10 % of at least 20 answers.',
      blindTo: 'Which of the two is right; judges that were not recorded.',
    },
    {
      id: 'judge_favours',
      level: 'warn',
      looksFor:
        'A judge kinder to one model than to another, against the scorer, by more than 5 points of the mean and 4 standard errors.',
      blindTo: 'A bias that scorer and judge share.',
    },
    {
      id: 'samples_disagree',
      level: 'note',
      looksFor:
        'Queries whose repeated samples are right once and wrong once, over 10 % of those with several samples: one run is luck there.',
      blindTo: 'Models sampled once.',
    },
  ],
  find: ({ bench: { table, isRight } }) => {
    const models = table.modelIds.map((id, model) => judgedOf(table, id, rowsOfModel(table, model)));
    return [
      ...models.flatMap(disagreement),
      ...favours(models.filter(({ differences }) => differences.length >= LEAST_ANSWERS)),
      ...table.modelIds.flatMap((id, model) => samplesDisagree(table, id, model, isRight)),
    ];
  },
};

interface Judged {
  readonly id: string;
  /** Judge minus scorer, by answer that has both. */
  readonly differences: readonly number[];
}

function judgedOf(table: OutcomeTable, id: string, rows: readonly number[]): Judged {
  const both = rows.filter((row) => table.status[row] === OUTCOME_STATUS.ok && !Number.isNaN(table.judgeScore[row]));
  return { id, differences: both.map((row) => (table.judgeScore[row] as number) - (table.quality[row] as number)) };
}

function disagreement({ id, differences }: Judged): Audit[] {
  const far = differences.filter((difference) => Math.abs(difference) > FAR).length;
  const share = far / differences.length;
  return differences.length < LEAST_ANSWERS || share <= LEAST_SHARE
    ? []
    : [
        warn(
          'judge_disagreement',
          `${id}: the recorded judge and the scorer are far apart on ${percent(share)} of ${differences.length} answers`,
        ),
      ];
}

/** The kindest and the harshest treated model. */
function favours(models: readonly Judged[]): Audit[] {
  const sorted = models.map(({ id, differences }) => ({ id, ...meanOf(differences) })).sort((a, b) => a.mean - b.mean);
  const harsh = sorted[0];
  const kind = sorted.at(-1);
  if (harsh === undefined || kind === undefined || harsh === kind) return [];
  const gap = kind.mean - harsh.mean;
  if (gap <= FAR_MEANS || gap <= 4 * Math.sqrt(kind.variance + harsh.variance)) return [];
  const message = `against the scorer, the recorded judge favours ${kind.id} over ${harsh.id} by ${(100 * gap).toFixed(1)} points`;
  return [warn('judge_favours', message)];
}

/** Mean, and the mean's variance. */
function meanOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) / values.length };
}

function samplesDisagree(table: OutcomeTable, id: string, model: number, isRight: (quality: number) => boolean): Audit[] {
  let several = 0;
  let split = 0;
  for (let query = 0; query < table.queryCount; query++) {
    const cell = query * table.modelIds.length + model;
    const scored = table.quality
      .slice(table.cellOffsets[cell], table.cellOffsets[cell + 1])
      .filter((quality) => !Number.isNaN(quality));
    if (scored.length < 2) continue;
    several++;
    if (scored.some(isRight) && !scored.every(isRight)) split++;
  }
  return several < LEAST_ANSWERS || split <= LEAST_SHARE * several
    ? []
    : [
        note(
          'samples_disagree',
          `${id}: on ${percent(split / several)} of ${several} queries with several samples one is right and another wrong`,
        ),
      ];
}
