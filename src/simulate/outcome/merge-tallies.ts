import type { Tally } from './tally.js';

/** All days of a row as one. */
export function mergedTally(days: readonly Tally[]): Tally {
  const [first] = days as [Tally];
  const sum = (of: (day: Tally) => Float64Array): Float64Array => {
    const total = new Float64Array(of(first).length);
    for (const day of days) {
      const column = of(day);
      for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (column[i] as number);
    }
    return total;
  };
  const latency = first.latency.slice();
  for (const day of days.slice(1))
    for (let bin = 0; bin < latency.length; bin++) latency[bin] = (latency[bin] as number) + (day.latency[bin] as number);
  return {
    ...first,
    arrived: sum(({ arrived }) => arrived),
    ended: first.ended.map((_, end) => sum(({ ended }) => ended[end] as Float64Array)),
    withinSlo: sum(({ withinSlo }) => withinSlo),
    quality: sum(({ quality }) => quality),
    judged: sum(({ judged }) => judged),
    costPico: sum(({ costPico }) => costPico),
    priced: sum(({ priced }) => priced),
    spentPico: sum(({ spentPico }) => spentPico),
    latencyMs: sum(({ latencyMs }) => latencyMs),
    latency,
    calls: sum(({ calls }) => calls),
    models: first.models.map((_, model) => {
      const of = (name: keyof Tally['models'][number]): Float64Array =>
        sum(({ models }) => (models[model] as Tally['models'][number])[name]);
      const mostWaiting = (first.models[model] as Tally['models'][number]).mostWaiting.map((_, step) =>
        Math.max(...days.map(({ models }) => models[model]?.mostWaiting[step] ?? 0)),
      );
      return {
        waitingMs: of('waitingMs'),
        servingMs: of('servingMs'),
        mostWaiting,
        begun: of('begun'),
        failed: of('failed'),
        rejected: of('rejected'),
      };
    }),
  };
}
