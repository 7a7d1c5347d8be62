import type { RowRobustness } from '../../domain/robustness.js';
import { begun, type UnitKind, type Working } from '../../domain/work.js';
import type { Part } from '../../metric/part.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import { perturbationEffects } from '../robustness/perturbations.js';
import { ratioBook } from '../robustness/ratio-book.js';
import { removalEffects, removalsOf } from '../robustness/removals.js';
import { spending } from '../robustness/spending.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { type AskedPart, askedKinds, kindBatch, routedAsked } from './asked-batch.js';
import { benchCommon } from './bench-common.js';

/** Resamples of these intervals at most: they say how rough an effect is known, no verdict rests on them. */
const MOST_REPLICATES = 500;

/** How a row decided the queries, and how it decides others. */
export interface EffectsInput {
  readonly routes: RouteColumns;
  /** The one router of the row; else how its routers decide each kind of perturbed prompt. */
  readonly router: { readonly config: RouterConfig } | { readonly rerouted: readonly RouteColumns[] };
  readonly partName: 'all' | 'test';
  readonly part: Part;
}

/** What is told of a row alone. */
export type Effects = Omit<RowRobustness, 'rowId' | 'mix'>;

/** A router's row, of which everything is known. */
export type Routed = Compared & Required<Pick<Compared, 'routes' | 'reroute' | 'replicates'>>;

/** What a row does when prompts or models are other than measured, and whom it pays. */
export const effectsUnit: UnitKind<Workbench, EffectsInput, Effects> = {
  name: 'effects',
  describe: 'what perturbed prompts and each model being down do to a router, and whom it pays',
  common: benchCommon,
  run(bench, { routes, router, partName, part }) {
    const { bootstrap } = bench.experiment;
    const { arm, replicates } = replayRouted(bench, routes, 0);
    const row = { routes, arm, replicates };
    const asked = askedKinds(partName, part.rows);
    const kinds = asked.map((kind) => kindBatch(bench, kind));
    const rerouted = 'rerouted' in router ? router.rerouted : reroutedBy(bench, router.config, asked);
    // A book a row: the draws cost little beside the columns of all rows at once.
    const book = ratioBook(part, { ...bootstrap, replicates: Math.min(bootstrap.replicates, MOST_REPLICATES) });
    const perturbed = perturbationEffects(bench, kinds, row, rerouted, book);
    const removed = removalEffects(bench, row, removalsOf(bench, part, row), book);
    const spent = spending(bench, row, replicates, book);
    book.draw();
    return { perturbations: perturbed(), removals: removed(), spending: spent() };
  },
};

function reroutedBy(bench: Workbench, config: RouterConfig, asked: readonly AskedPart[]): RouteColumns[] {
  const router = createRouter(config);
  return asked.map((one) => routedAsked(bench, router, one));
}

/** Begins finding out what each row does; asks for it when what is returned is called. */
export function* effectsOf(
  bench: Workbench,
  rows: readonly Routed[],
  { part, partName }: Pick<Setting, 'part' | 'partName'>,
): Working<() => Working<readonly Effects[]>> {
  const name = partName === 'test' ? 'test' : 'all';
  const asked = askedKinds(name, part.rows);
  const inputs = rows.map(({ routes, reroute, routers }): EffectsInput => {
    const config = routers?.folds === null ? routers.configs[0] : undefined;
    // What was fitted fold by fold stays to be asked where the folds are.
    const router = config === undefined ? { rerouted: asked.map((kind) => reroute(kindBatch(bench, kind).batch)) } : { config };
    return { routes, router, partName: name, part };
  });
  return yield* begun(effectsUnit, bench, inputs);
}
