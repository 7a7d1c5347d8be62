import type { Audit } from '../../domain/results.js';
import type { Arm } from '../../replay/arm.js';
import { armOfModel } from '../../replay/arm.js';
import type { Compared } from '../compared.js';
import { type CutGround, cutScores, scoreWhere } from '../cut-scores.js';
import { replayConfig } from '../replayed.js';
import { fieldValues, isBelow, singleThreshold, type Threshold, withThresholdAt } from '../threshold-sweep.js';
import { type AuditRule, percent, type RunAuditInput, warn } from './audit.js';

/** The chance, among the thresholds that train and validation like as well, up to which the test optimum is no coincidence. */
const CHANCE = 0.01;

/** Thresholds that were found by looking at the test part. */
export const testTuned: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'test_tuned',
      level: 'warn',
      looksFor:
        'A strategy without ranges whose one threshold sits exactly where the objective (under its quality and cost constraints) is best on the test part, while at least 100 times as many thresholds do as well as it on train and validation: a threshold chosen without the test part is there once in a hundred times.',
      blindTo:
        'Several thresholds, or other numbers and word lists, tuned on test; thresholds rounded afterwards; test parts that tell fewer than 100 thresholds apart; thresholds that train and validation like best as well.',
    },
  ],
  find: (input) => (input.setting.partName === 'test' ? input.compared.flatMap((row) => verdict(input, row)) : []),
};

function verdict(input: RunAuditInput, { fitted, label }: Compared): readonly Audit[] {
  if (fitted === undefined || Object.keys(fitted.candidate.parameters).length > 0) return [];
  const { config } = fitted;
  const threshold = singleThreshold(config);
  const values = threshold === null ? null : fieldValues(input.bench.batch, threshold.field, config.input);
  if (threshold === null || values === null) return [];
  // On queries for training too: what they like is held against what the test part likes.
  const all = input.bench.rowsIn('all');
  const arm = (holds: boolean): Arm => replayConfig(input.bench, withThresholdAt(config, threshold, holds), 0, all).arm;
  const upward = threshold.operator === '$gt' || threshold.operator === '$gte';
  const found = coincidence(input, threshold, { values, below: arm(!upward), above: arm(upward) });
  if (found === null || found.best > CHANCE * found.asGood) return [];
  const { field, operator, operand } = threshold;
  const message = `${label}: the threshold ${field} ${operator} ${operand} is exactly the best one on the test part, while ${found.asGood} thresholds do as well as it on train and validation (chance ${percent(found.best / found.asGood)}): it looks tuned on test`;
  return [warn('test_tuned', message)];
}

/**
 * How many thresholds are best on test, and how many do at least as well as this one before test. Null where this one is not among the
 * best, or no query lies on one side of it.
 */
function coincidence(
  { bench, part, setting }: RunAuditInput,
  threshold: Threshold,
  sides: Pick<CutGround, 'values' | 'below' | 'above'>,
): { readonly best: number; readonly asGood: number } | null {
  const ground = (rows: Uint32Array): CutGround => ({
    ...sides,
    rows,
    weight: bench.dataset.labels.weight,
    reference: armOfModel(setting.reference, bench.means),
    objective: bench.experiment.objective,
    constraints: bench.experiment.constraints,
  });
  const before = ground(Uint32Array.from([...bench.part('train').rows, ...bench.part('validation').rows]));
  const known = part.rows.filter((query) => !Number.isNaN(sides.values[query]));
  const cuts = [...new Set(Array.from(known, (query) => sides.values[query] as number))].sort((a, b) => a - b);
  const own = cuts.filter((value) => isBelow(threshold, value)).length;
  if (before.rows.length === 0 || own === 0 || own === cuts.length) return null;
  const onTest = cutScores(ground(part.rows), cuts);
  const top = Math.max(...onTest);
  if (!Number.isFinite(top) || (onTest[own] as number) < top) return null;
  const here = scoreWhere(before, (value) => isBelow(threshold, value));
  return {
    best: onTest.filter((score) => score >= top).length,
    asGood: cutScores(before, cuts).filter((score) => score >= here).length,
  };
}
