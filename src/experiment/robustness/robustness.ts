import type { ResultRow } from '../../domain/results.js';
import type { Robustness, RowRobustness } from '../../domain/robustness.js';
import type { Working } from '../../domain/work.js';
import type { Compared } from '../compared.js';
import type { Setting } from '../setting.js';
import { askedKinds, kindBatch } from '../unit/asked-batch.js';
import type { Workbench } from '../workbench.js';
import { MIX_SPREAD, type Mix, mixOf, mixRange, mixVerdict } from './mix.js';
import { perturbationEffects } from './perturbations.js';
import { priceScenarios } from './prices.js';
import { ratioBook } from './ratio-book.js';
import { type Removals, removalEffects, removalsOf } from './removals.js';
import { spending } from './spending.js';

/** Resamples of these intervals at most: they say how rough an effect is known, no verdict rests on them. */
const MOST_REPLICATES = 500;

export interface RobustnessInput {
  readonly bench: Workbench;
  readonly setting: Setting;
  readonly rows: readonly ResultRow[];
  /** The rows with their decisions, in the same order. */
  readonly compared: readonly Compared[];
  /** Row of the choice; null without one. */
  readonly chosenId: string | null;
}

/** A router's row, of which everything is known. */
type Routed = Compared & Required<Pick<Compared, 'routes' | 'reroute' | 'replicates'>>;

/** What routers do when prompts, prices, models or the mix of categories are other than measured. */
export function* robustnessOf(input: RobustnessInput): Working<Robustness> {
  const { bench, setting, compared } = input;
  const routed = compared.filter(isRouted);
  const mix = mixOf(bench, setting.part);
  return {
    rows: yield* rowsOf(input, routed, mix),
    prices:
      choiceIsPriced(input) && routed.some(({ id }) => id === input.chosenId)
        ? yield* priceScenarios(bench, routed, setting.reference)
        : [],
    mixSpread: MIX_SPREAD,
    mix: mixOfChoice(input, mix),
  };
}

function isRouted(row: Compared): row is Routed {
  return row.kind === 'router' && row.routes !== undefined && row.reroute !== undefined && row.replicates !== undefined;
}

function* rowsOf({ bench, setting }: RobustnessInput, routed: readonly Routed[], mix: Mix | null): Working<Robustness['rows']> {
  if (routed.length === 0) return [];
  const { bootstrap } = bench.experiment;
  const kinds = askedKinds(setting.partName === 'test' ? 'test' : 'all', setting.part.rows).map((kind) => kindBatch(bench, kind));
  const removals = removalsOf(bench, setting.part, routed);
  const rows: RowRobustness[] = [];
  for (const [index, row] of routed.entries()) {
    // A book a row: the draws cost little beside the columns of all rows at once.
    const book = ratioBook(setting.part, { ...bootstrap, replicates: Math.min(bootstrap.replicates, MOST_REPLICATES) });
    const perturbed = perturbationEffects(bench, kinds, row, book);
    const removed = removalEffects(bench, row, removals[index] as Removals, book);
    const spent = spending(bench, row, row.replicates, book);
    yield* book.draw();
    rows.push({
      rowId: row.id,
      perturbations: perturbed(),
      removals: removed(),
      spending: spent(),
      mix: mix === null ? null : mixRange(mix, row),
    });
  }
  return rows;
}

function choiceIsPriced({ bench, setting, chosenId }: RobustnessInput): boolean {
  return chosenId !== null && setting.reportedOn === 'test' && bench.experiment.cost.by === 'usd';
}

function mixOfChoice({ bench, setting, rows, compared, chosenId }: RobustnessInput, mix: Mix | null): Robustness['mix'] {
  const chosen = compared.find(({ id }) => id === chosenId);
  if (chosen === undefined || mix === null) return null;
  const others = compared.flatMap((one, index) => {
    const row = rows[index];
    return one.kind === 'router' && one !== chosen && row !== undefined && !row.marks.includes('procedure')
      ? [{ compared: one, row }]
      : [];
  });
  return mixVerdict(bench, setting, mix, chosen, others);
}
