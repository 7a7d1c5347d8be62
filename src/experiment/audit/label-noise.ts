import type { Audit, ResultRow } from '../../domain/results.js';
import { normalQuantile } from '../../stats/normal.js';
import type { Compared } from '../compared.js';
import { flipsToInsignificance, underFlips } from '../label-flips.js';
import { type AuditRule, note, type RunAuditInput, warn } from './audit.js';

const ALPHA = 0.05;
/** Shares of wrongly graded outcomes that are tried. */
const RATES = [0.01, 0.02, 0.05] as const;
/** A significance that fewer wrong labels than this share would undo is warned of. */
const FRAGILE = 0.01;

/** How much of the verdict's difference wrong labels could explain. */
export const labelNoise: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'label_noise',
      level: 'warn',
      looksFor:
        'How many outcomes graded the other way would take the significance of the chosen row’s difference to the reference (a warning below 1 % of the queries), and what the difference becomes when 1, 2 and 5 % of all outcomes are graded the other way.',
      blindTo: 'Which labels are wrong; wrong labels that favour one model. Without a significant difference nothing is said.',
    },
  ],
  find: (input) => {
    const row = input.rows.find(({ id }) => id === input.chosenId);
    const compared = input.compared.find(({ id }) => id === input.chosenId);
    const test = row?.versusReference?.test;
    if (row === undefined || compared === undefined || test == null || test.pAdjusted >= ALPHA) return [];
    return [sensitivity(input, row, compared)];
  },
};

function sensitivity({ bench, part, setting }: RunAuditInput, row: ResultRow, { arm }: Compared): Audit {
  const { means } = bench;
  const differences = Array.from(
    part.rows,
    (query) => (arm.quality[query] as number) - (means.quality[query * means.modelCount + setting.reference] as number),
  );
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n ** 2;
  const flips = flipsOf(differences, mean, variance);
  const rates = RATES.map((rate) => {
    const { difference, standardError } = underFlips(mean, variance, n, rate);
    const significant = Math.abs(difference) > normalQuantile(1 - ALPHA / 2) * standardError;
    return `${100 * rate} %: ${(100 * difference).toFixed(1)}${significant ? '' : ' (not significant)'}`;
  });
  const message = `${flips} of ${n} outcomes graded the other way would take the significance of ${row.label}'s difference to ${bench.table.modelIds[setting.reference]} (${(100 * mean).toFixed(1)} points); with some of all outcomes graded the other way it becomes ${rates.join(', ')}`;
  return flips <= FRAGILE * n ? warn('label_noise', message) : note('label_noise', message);
}

/** Exact where every difference is −1, 0 or 1; else by the normal interval, each flip moving one query's difference by 1. */
function flipsOf(differences: readonly number[], mean: number, variance: number): number {
  const whole = differences.every((value) => value === 0 || Math.abs(value) === 1);
  if (whole) {
    const better = differences.filter((value) => value === 1).length;
    const worse = differences.filter((value) => value === -1).length;
    return flipsToInsignificance(better, worse, ALPHA);
  }
  const margin = normalQuantile(1 - ALPHA / 2) * Math.sqrt(variance);
  return Math.max(0, Math.ceil((Math.abs(mean) - margin) * differences.length));
}
