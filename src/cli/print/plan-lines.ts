import type { SimulationPlan } from '../../app/simulate/plan-simulation.js';
import { formatCount } from '../../report/format.js';
import { inertTexts } from '../../report/inert-text.js';

/** What a simulation would come to: a line a scenario, and one for all. */
export function planLines(plan: SimulationPlan): string[] {
  const { scenarios, routers, seeds, seconds } = inertTexts(plan);
  const days = scenarios.reduce((sum, { arms }) => sum + arms.length * routers.length * seeds, 0);
  return [
    ...scenarios.map(
      ({ name, requests, arms, seconds: own }) =>
        `${name}: about ${formatCount(Math.round(requests))} requests a day; ${arms.join(', ')}: about ${timeText(own)}`,
    ),
    `${formatCount(days)} days to play (${routers.join(', ')}; ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}): about ${timeText(seconds)} of one core`,
  ];
}

function timeText(seconds: number): string {
  if (seconds < 1) return 'a second';
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
