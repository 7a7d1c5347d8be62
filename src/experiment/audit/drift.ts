import { codedValue } from '../../domain/column.js';
import type { Audit } from '../../domain/results.js';
import { normalTwoSided } from '../../stats/chi-square.js';
import { holm } from '../../stats/holm.js';
import { countShift, kolmogorovSmirnov } from '../../stats/two-sample.js';
import { promptLengths } from '../prompt-lengths.js';
import type { Workbench } from '../workbench.js';
import { type AuditRule, warn } from './audit.js';

/** Level of the tests together (Holm), and what a difference must come to besides being significant. */
const LEVEL = 0.01;
const LEAST = { psi: 0.1, distance: 0.1, quality: 0.03 } as const;
/** Smaller parts can't tell. */
const LEAST_QUERIES = 50;

interface Shift {
  readonly id: string;
  readonly p: number;
  readonly large: boolean;
  readonly message: string;
}

/** Test queries that are not of the population that was learnt and chosen on. */
export const drift: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'drift_categories',
      level: 'warn',
      looksFor: 'Another mix of categories in the test part than before it: chi-square test, and a stability index above 0.1.',
      blindTo: 'Kinds of questions that categories don’t name.',
    },
    {
      id: 'drift_prompt_length',
      level: 'warn',
      looksFor: 'Longer or shorter prompts in the test part: Kolmogorov–Smirnov test, and a distance above 0.1.',
      blindTo: 'Other changes of the text.',
    },
    {
      id: 'drift_quality',
      level: 'warn',
      looksFor: 'A model that does better or worse on the test part than before it, by more than 3 points.',
      blindTo:
        'Differences below 3 points. The tests count groups as independent units and are Holm-corrected together at 1 %: of a hundred sound splits one may be named.',
    },
  ],
  find: ({ bench }) => {
    if (bench.experiment.split.kind === 'none') return [];
    const before = Uint32Array.from([...bench.rowsIn('train'), ...bench.rowsIn('validation')]);
    const test = bench.rowsIn('test');
    if (before.length < LEAST_QUERIES || test.length < LEAST_QUERIES) return [];
    return significant([...categories(bench, before, test), lengths(bench, before, test), ...qualities(bench, before, test)]);
  },
};

function significant(shifts: readonly Shift[]): Audit[] {
  const adjusted = holm(shifts.map(({ p }) => p));
  return shifts.flatMap(({ id, large, message }, index) =>
    large && (adjusted[index] as number) < LEVEL ? [warn(id, message)] : [],
  );
}

/** Independent units behind some queries. */
function groupsOf({ grouping }: Workbench, rows: Uint32Array): number {
  const seen = new Uint8Array(grouping.groups);
  let count = 0;
  for (const query of rows) {
    const group = grouping.group[query] as number;
    count += 1 - (seen[group] as number);
    seen[group] = 1;
  }
  return count;
}

function categories(bench: Workbench, before: Uint32Array, test: Uint32Array): Shift[] {
  const { category } = bench.dataset.labels;
  if (category.values.length < 2) return [];
  const counts = (rows: Uint32Array): number[] =>
    category.values.map((value) => rows.reduce((sum, query) => sum + (codedValue(category, query) === value ? 1 : 0), 0));
  const units = (groupsOf(bench, before) + groupsOf(bench, test)) / (before.length + test.length);
  const { psi, p } = countShift(counts(before), counts(test), units);
  const message = `the test part has another mix of categories than train and validation (stability index ${psi.toFixed(2)})`;
  return [{ id: 'drift_categories', p, large: psi > LEAST.psi, message }];
}

function lengths(bench: Workbench, before: Uint32Array, test: Uint32Array): Shift {
  const length = promptLengths(bench.batch);
  const of = (rows: Uint32Array): Float64Array => Float64Array.from(rows, (query) => length[query] as number);
  const median = (rows: Uint32Array): number => of(rows).sort()[Math.floor(rows.length / 2)] as number;
  const { distance, p } = kolmogorovSmirnov(of(before), of(test), [groupsOf(bench, before), groupsOf(bench, test)]);
  const message = `prompts of the test part have other lengths than those of train and validation (median ${median(test)} against ${median(before)} code points)`;
  return { id: 'drift_prompt_length', p, large: distance > LEAST.distance, message };
}

function qualities(bench: Workbench, before: Uint32Array, test: Uint32Array): Shift[] {
  return bench.compared.map((model) => {
    const a = groupMoments(bench, before, model);
    const b = groupMoments(bench, test, model);
    const difference = b.mean - a.mean;
    const p = normalTwoSided(difference / Math.sqrt(a.variance + b.variance));
    const message = `${bench.table.modelIds[model]} reaches ${b.mean.toFixed(3)} on the test part and ${a.mean.toFixed(3)} on train and validation`;
    return { id: 'drift_quality', p: Number.isNaN(p) ? 1 : p, large: Math.abs(difference) > LEAST.quality, message };
  });
}

/** Mean quality of a model over the known queries, and the mean's variance by groups. */
function groupMoments({ means, grouping }: Workbench, rows: Uint32Array, model: number): { mean: number; variance: number } {
  const sums = new Float64Array(grouping.groups);
  const counts = new Uint32Array(grouping.groups);
  // In order of appearance, which is the order of sums.
  const met = new Uint32Array(grouping.groups);
  let groups = 0;
  for (const query of rows) {
    const quality = means.quality[query * means.modelCount + model] as number;
    if (Number.isNaN(quality)) continue;
    const group = grouping.group[query] as number;
    if (counts[group] === 0) met[groups++] = group;
    sums[group] = (sums[group] as number) + quality;
    counts[group] = (counts[group] as number) + 1;
  }
  let n = 0;
  let total = 0;
  for (const group of met.subarray(0, groups)) {
    n += counts[group] as number;
    total += sums[group] as number;
  }
  const mean = total / n;
  let squares = 0;
  for (const group of met.subarray(0, groups)) squares += ((sums[group] as number) - mean * (counts[group] as number)) ** 2;
  return { mean, variance: squares / n ** 2 };
}
