import type { ResultRow } from '../../domain/results.js';
import type { Robustness, RowRobustness } from '../../domain/robustness.js';
import type { Working } from '../../domain/work.js';
import type { Compared } from '../compared.js';
import type { Setting } from '../setting.js';
import { type Effects, effectsOf, type Routed } from '../unit/effects-unit.js';
import type { Workbench } from '../workbench.js';
import { MIX_SPREAD, type Mix, mixOf, mixRange, mixVerdict } from './mix.js';
import { priceScenarios } from './prices.js';

/** What is told of each row alone, by its id. */
export type EffectsByRow = ReadonlyMap<string, Effects>;

export interface RobustnessInput {
  readonly bench: Workbench;
  readonly setting: Setting;
  readonly rows: readonly ResultRow[];
  /** The rows with their decisions, in the same order. */
  readonly compared: readonly Compared[];
  /** Row of the choice; null without one. */
  readonly chosenId: string | null;
  /** Asks for what was begun with the same rows. */
  readonly effects: () => Working<EffectsByRow>;
}

/** Begins what takes long; asks for it when what is returned is called. */
export function* robustnessOf(input: RobustnessInput): Working<() => Working<Robustness>> {
  const { bench, setting, compared } = input;
  const routed = compared.filter(isRouted);
  const priced = choiceIsPriced(input) && routed.some(({ id }) => id === input.chosenId);
  const prices = priced ? yield* priceScenarios(bench, routed, setting.reference) : null;
  return function* () {
    const mix = mixOf(bench, setting.part);
    return {
      rows: rowsOf(routed, yield* input.effects(), mix),
      prices: prices === null ? [] : yield* prices(),
      mixSpread: MIX_SPREAD,
      mix: mixOfChoice(input, mix),
    };
  };
}

/** Begins finding out what every router does; what is returned asks for it, by row. */
export function* effectsByRow(
  bench: Workbench,
  compared: readonly Compared[],
  setting: Setting,
): Working<() => Working<EffectsByRow>> {
  const routed = compared.filter(isRouted);
  const effects = yield* effectsOf(bench, routed, setting);
  return function* () {
    const found = yield* effects();
    return new Map(routed.map(({ id }, row) => [id, found[row] as Effects]));
  };
}

function isRouted(row: Compared): row is Routed {
  return row.kind === 'router' && row.routes !== undefined && row.reroute !== undefined && row.replicates !== undefined;
}

function rowsOf(routed: readonly Routed[], effects: EffectsByRow, mix: Mix | null): RowRobustness[] {
  return routed.map((row) => ({
    rowId: row.id,
    ...(effects.get(row.id) as Effects),
    mix: mix === null ? null : mixRange(mix, row),
  }));
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
