import type { Curve } from '../../domain/results.js';
import { begun, type UnitKind, type Working } from '../../domain/work.js';
import type { Compared } from '../compared.js';
import { type CurvesInput, curves } from '../curves.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';

/** Scores of a unit: they share its draws. */
const EACH = 4;

/** Strong/weak sweeps over some scores, or over chance. */
export const curveUnit: UnitKind<Workbench, CurvesInput, Curve[]> = {
  name: 'curve',
  describe: 'sweep thresholds over some rows’ scores between the weak and the strong model, with intervals',
  common: benchCommon,
  run: curves,
};

/**
 * Begins the sweeps of every compared row that carries a score, and chance.
 *
 * @returns asks for them, in the order of the rows that it is given
 */
export function* curvesOf(
  bench: Workbench,
  compared: readonly Compared[],
  { pair, part, reportedOn }: Pick<Setting, 'pair' | 'part' | 'reportedOn'>,
): Working<(ordered: readonly Compared[]) => Working<Curve[]>> {
  const scored = compared.flatMap(({ id, label, score, marks }) => (score === undefined ? [] : [{ id, label, score, marks }]));
  const places = Array.from({ length: Math.ceil(scored.length / EACH) }, (_, unit) =>
    scored.slice(unit * EACH, (unit + 1) * EACH),
  );
  const withChance = bench.experiment.baselines.includes('random');
  const asked = [...places.map((own) => ({ scored: own, chance: false })), ...(withChance ? [{ scored: [], chance: true }] : [])];
  const inputs = pair === null ? [] : asked.map((own) => ({ pair, part, onValidation: reportedOn === 'test', ...own }));
  const sweeps = yield* begun(curveUnit, bench, inputs);
  return function* (ordered) {
    const found = (yield* sweeps()).flat();
    const byRow = new Map(scored.map(({ id }, index) => [id, found[index]]));
    const chance = found.slice(scored.length);
    return [...ordered.flatMap(({ id }) => byRow.get(id) ?? []), ...chance];
  };
}
