import type { Audit } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { CellMeans } from '../../replay/cell-means.js';
import { ratioOfSums } from '../../stats/ratio.js';
import type { Compared } from '../compared.js';
import type { QueryKeys } from '../query-keys.js';
import { visibleKinds } from '../strata.js';
import { type AuditRule, error, percent, warn } from './audit.js';

/** Queries on which the choice matters, below which nothing is said. */
const LEAST_MATTERS = 30;
/** Share of what could be won within kinds from which a row is said to know the outcome, and the standard errors that must stand below. */
const CLOSED = 0.75;
const ERRORS = 3;

/** Rows whose choices line up with the outcome. */
export const knowsOutcome: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'knows_outcome',
      level: 'error',
      looksFor:
        'A row whose choices, exchanged at random among queries of one kind (category, prompt-length quarter, code or not, digits or not), would do so much worse that it closes over 75 % of what could be won within kinds, by 3 standard errors. The kind can’t explain that; knowing the answer can. An error for decisions and modules, a warning for routers, whose rules can be read.',
      blindTo:
        'Fewer than 30 queries on which the choice matters; outcomes used for some of the queries only (see edits_know_outcome). A router whose rule sees exactly what makes a question hard, where neither category nor length shows it, is warned of too.',
    },
  ],
  find: ({ bench, part, compared }) => {
    const routed = compared.filter(({ kind, arm }) => kind !== 'control' && arm.first !== null);
    if (routed.length === 0) return [];
    const kinds = visibleKinds(bench);
    return routed.flatMap((row) => verdict(row, closedWithinKinds(bench.means, part, kinds, row.arm.first as Int16Array)));
  },
};

interface Closed {
  readonly share: number;
  readonly standardError: number;
  readonly matters: number;
}

function verdict({ label, kind }: Compared, { share, standardError, matters }: Closed): readonly Audit[] {
  if (matters < LEAST_MATTERS || !(share - ERRORS * standardError > CLOSED)) return [];
  const message = `${label} closes ${percent(share)} of what could be won among queries of one kind (category, length, code, digits), on ${matters} queries where the choice matters: its choices know the outcome, or see something that the kinds don't`;
  return [kind === 'router' ? warn('knows_outcome', message) : error('knows_outcome', message)];
}

/**
 * How much better a row does than its own choices dealt out at random within each kind, over how much better the best of the models it
 * uses would do. 0: its choices are as good as chance within kinds; 1: they are always the best.
 */
function closedWithinKinds(means: CellMeans, part: Part, { codes, count }: QueryKeys, first: Int16Array): Closed {
  const used = [...new Set(Array.from(part.rows, (query) => first[query] as number))].filter((model) => model >= 0);
  const at = (query: number, model: number): number => means.quality[query * means.modelCount + model] as number;
  const rows = Array.from(part.rows.keys()).filter((row) => {
    const query = part.rows[row] as number;
    return (
      (first[query] as number) >= 0 && (codes[query] as number) >= 0 && used.every((model) => !Number.isNaN(at(query, model)))
    );
  });
  const dealt = dealtQuality(means, part, rows, used, first, codes, count);
  const won = new Float64Array(part.groupKeys.length);
  const open = new Float64Array(part.groupKeys.length);
  let matters = 0;
  for (const row of rows) {
    const query = part.rows[row] as number;
    const weight = part.weight[row] as number;
    const group = part.group[row] as number;
    const best = Math.max(...used.map((model) => at(query, model)));
    if (used.some((model) => at(query, model) < best)) matters++;
    const chance = dealt[codes[query] as number] as number;
    won[group] = (won[group] as number) + weight * (at(query, first[query] as number) - chance);
    open[group] = (open[group] as number) + weight * (best - chance);
  }
  const { value, standardError } = ratioOfSums(won, open);
  return { share: value, standardError, matters };
}

/** Mean quality by kind when the kind's choices are dealt out at random among its queries. */
function dealtQuality(
  means: CellMeans,
  part: Part,
  rows: readonly number[],
  used: readonly number[],
  first: Int16Array,
  codes: Int32Array,
  count: number,
): Float64Array {
  const weights = new Float64Array(count);
  const dealt = new Float64Array(count);
  const sums = used.map(() => ({ quality: new Float64Array(count), chosen: new Float64Array(count) }));
  for (const row of rows) {
    const query = part.rows[row] as number;
    const kind = codes[query] as number;
    const weight = part.weight[row] as number;
    weights[kind] = (weights[kind] as number) + weight;
    used.forEach((model, index) => {
      const { quality, chosen } = sums[index] as (typeof sums)[number];
      quality[kind] = (quality[kind] as number) + weight * (means.quality[query * means.modelCount + model] as number);
      if (first[query] === model) chosen[kind] = (chosen[kind] as number) + weight;
    });
  }
  for (const { quality, chosen } of sums) {
    for (let kind = 0; kind < count; kind++) {
      const weight = weights[kind] as number;
      if (weight > 0)
        dealt[kind] = (dealt[kind] as number) + ((quality[kind] as number) / weight) * ((chosen[kind] as number) / weight);
    }
  }
  return dealt;
}
