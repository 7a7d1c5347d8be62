import type { SimulatedScenario } from '../domain/simulation.js';
import { UserError } from '../domain/user-error.js';
import { settled, type Working } from '../domain/work.js';
import { refuseTooMany } from './expected-load.js';
import type { LatencyFit } from './provider/fit-latency.js';
import { OPEN_PROVIDER, type Scenario } from './scenario.js';
import type { Scene, Stage } from './stage.js';
import { type RowDays, summarise } from './summarise.js';
import { latencyFits, playedDays } from './unit/day-unit.js';

/** Plays a scenario with every router under every policy, once a seed; the same seed has the same luck in all of them. */
export function simulateScenario(scenario: Scenario, stage: Stage): SimulatedScenario {
  return settled(scenarioWork(scenario, stage));
}

/** The same, asking for its days. */
export function* scenarioWork(scenario: Scenario, stage: Stage): Working<SimulatedScenario> {
  const { table, models, routers, seeds } = stage;
  refuseTooMany(scenario, stage.queries);
  const fits = fitsOf(scenario, stage);
  const rows = routers.flatMap(({ name }, router) => scenario.arms.map((arm, at) => ({ name, router, arm: arm.name, at })));
  const asked = rows.flatMap(({ router, at }) =>
    Array.from({ length: seeds.count }, (_, i) => ({ scenario, router, arm: at, seed: seeds.first + i })),
  );
  const days = yield* playedDays(stage, asked);
  const played = rows.map(
    (row, at): RowDays => ({ router: row.name, arm: row.arm, days: days.slice(at * seeds.count, (at + 1) * seeds.count) }),
  );
  const { name, description, lengthMs, warmUpMs, stepMs, slo, budget } = scenario;
  return {
    name,
    description,
    lengthMs,
    warmUpMs,
    stepMs,
    slo,
    budget,
    fits: fits.flatMap((fit, model) => {
      if (fit === null) return [];
      const { firstTokenMs, tokensPerSecond, n, r2, medianError } = fit;
      const perSecond = Number.isFinite(tokensPerSecond) ? tokensPerSecond : null;
      return [{ modelId: models[model]?.id ?? '', firstTokenMs, tokensPerSecond: perSecond, n, r2, medianError }];
    }),
    rows: summarise(scenario, table.modelIds, played),
  };
}

/** Fits of the models whose times are fitted; refuses a scenario in which some time is not known. */
export function fitsOf(scenario: Scenario, stage: Scene): (LatencyFit | null)[] {
  refuseUntimed(scenario, stage);
  return latencyFits(stage, scenario).map((fit, model) => {
    const id = stage.models[model]?.id ?? '';
    if (fit !== null || scenario.providers.get(id)?.service.kind !== 'fitted') return fit;
    throw new UserError({
      field: `providers.${id}.service`,
      message: 'nothing to fit: fewer than ten answers with latency and output tokens are recorded',
      accepted: 'recorded, { constant: 800ms }, { exponential: 800ms }',
    });
  });
}

/** A call whose time nobody knows can't be simulated. */
function refuseUntimed(scenario: Scenario, { table, models, queries }: Scene): void {
  const wanted = new Set(queries.rows);
  models.forEach(({ id }, model) => {
    if ((scenario.providers.get(id) ?? OPEN_PROVIDER).service.kind !== 'recorded') return;
    for (const query of wanted) {
      const cell = query * models.length + model;
      for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) {
        if (!Number.isNaN(table.latencyMs[row] as number)) continue;
        throw new UserError({
          field: `providers.${id}.service`,
          message: 'recordings without a latency',
          value: 'recorded',
          accepted: '{ constant: 800ms }, { exponential: 800ms }',
        });
      }
    }
  });
}
