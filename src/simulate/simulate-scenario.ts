import type { OutcomeTable } from '../domain/outcome-table.js';
import type { SimulatedScenario } from '../domain/simulation.js';
import { UserError } from '../domain/user-error.js';
import { announcedOf } from './announced.js';
import { simulateDay } from './day.js';
import { refuseTooMany } from './expected-load.js';
import { playedBy } from './played.js';
import { fitLatency, type LatencyFit } from './provider/fit-latency.js';
import { OPEN_PROVIDER, type Scenario } from './scenario.js';
import type { Stage } from './stage.js';
import { type RowDays, summarise } from './summarise.js';

/** Plays a scenario with every router under every policy, once a seed; the same seed has the same luck in all of them. */
export function simulateScenario(scenario: Scenario, stage: Stage): SimulatedScenario {
  const { table, models, seeds } = stage;
  refuseTooMany(scenario, stage.queries);
  const fits = fitsOf(scenario, stage);
  const told = announcedOf(scenario, models);
  const rows = stage.routers.flatMap((one) => {
    const { name, router, timeMs } = one;
    const played = playedBy(one, stage, told);
    return scenario.arms.map((arm): RowDays => {
      const days = Array.from({ length: seeds.count }, (_, i) => {
        const { queries } = stage;
        const seed = seeds.first + i;
        const input = {
          scenario,
          seed,
          table,
          models,
          fits,
          queries,
          ...played(),
          routerTimeMs: timeMs,
          policy: arm.policy ?? router.execution,
        };
        const day = simulateDay(input);
        stage.onDay?.();
        return day;
      });
      return { router: name, arm: arm.name, days };
    });
  });
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
    rows: summarise(scenario, table.modelIds, rows),
  };
}

/** Fits of the models whose times are fitted; refuses a scenario in which some time is not known. */
export function fitsOf(scenario: Scenario, stage: Stage): (LatencyFit | null)[] {
  refuseUntimed(scenario, stage);
  return stage.models.map(({ id }, model) => fitOf(scenario, id, stage.table, model));
}

function fitOf(scenario: Scenario, id: string, table: OutcomeTable, model: number): LatencyFit | null {
  if (scenario.providers.get(id)?.service.kind !== 'fitted') return null;
  const fit = fitLatency(table, model);
  if (fit !== null) return fit;
  throw new UserError({
    field: `providers.${id}.service`,
    message: 'nothing to fit: fewer than ten answers with latency and output tokens are recorded',
    accepted: 'recorded, { constant: 800ms }, { exponential: 800ms }',
  });
}

/** A call whose time nobody knows can't be simulated. */
function refuseUntimed(scenario: Scenario, { table, models, queries }: Stage): void {
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
