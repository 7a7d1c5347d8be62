import { exponential, PURPOSE } from '../chance.js';
import type { Bursts, Change, Scenario } from '../scenario.js';

/** A rate of requests that is constant by stretches: `perMs[i]` until `endMs[i]`. */
export interface Rate {
  readonly endMs: Float64Array;
  readonly perMs: Float64Array;
}

const DAY_MS = 86_400_000;

/** The rate of a scenario: the base rate times the hour's factor, that of every change that holds, and that of bursts. */
export function rateOf(scenario: Scenario, perMs: number, seed: number): Rate {
  const { daily, bursts } = scenario.traffic;
  const busy = bursts === null ? [] : burstTimes(bursts, scenario.lengthMs, seed);
  const traffic = scenario.changes.filter(({ traffic: factor }) => factor !== undefined);
  const ends = new Set([scenario.lengthMs, ...busy, ...traffic.flatMap(({ fromMs, toMs }) => [fromMs, toMs])]);
  for (let i = 1; daily.length > 0 && (i * DAY_MS) / daily.length < scenario.lengthMs; i++) ends.add((i * DAY_MS) / daily.length);
  const endMs = Float64Array.from([...ends].filter((at) => at > 0 && at <= scenario.lengthMs)).sort();
  const factorAt = (at: number): number =>
    dailyFactor(daily, at) * trafficFactor(traffic, at) * (bursts !== null && inBurst(busy, at) ? bursts.factor : 1);
  return { endMs, perMs: endMs.map((_, i) => perMs * factorAt(i === 0 ? 0 : (endMs[i - 1] as number))) };
}

function dailyFactor(daily: readonly number[], at: number): number {
  return daily.length === 0 ? 1 : (daily[Math.floor(((at % DAY_MS) / DAY_MS) * daily.length)] as number);
}

function trafficFactor(changes: readonly Change[], at: number): number {
  return changes.reduce((factor, { fromMs, toMs, traffic }) => (at >= fromMs && at < toMs ? factor * (traffic ?? 1) : factor), 1);
}

/** When bursts begin and end, in turn, from the first beginning on. */
function burstTimes({ everyMs, lengthMs }: Bursts, horizonMs: number, seed: number): number[] {
  const times: number[] = [];
  for (let at = 0; at < horizonMs; ) {
    at += exponential(seed, PURPOSE.burst, times.length, 0) * (times.length % 2 === 0 ? everyMs : lengthMs);
    times.push(at);
  }
  return times;
}

/** Whether an odd number of the ascending times is not after `at`. */
function inBurst(times: readonly number[], at: number): boolean {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
