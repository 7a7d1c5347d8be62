/** A queue with exponential times between arrivals and of service, `servers` places and room for `room` customers in all. */
export interface MarkovQueue {
  /** Arrivals a millisecond, and services of one server. */
  readonly arrivalRate: number;
  readonly serviceRate: number;
  readonly servers: number;
  /** Infinity for an unlimited queue. */
  readonly room: number;
}

export interface QueueTheory {
  /** Share of arrivals turned away. */
  readonly blocked: number;
  /** Share of admitted arrivals that wait (Erlang C where nobody is turned away). */
  readonly waits: number;
  /** Mean number waiting, over time. */
  readonly waiting: number;
  /** Mean time from arrival to departure of those admitted. */
  readonly sojournMs: number;
}

/**
 * Closed forms of M/M/c/K in its steady state, with M/M/1 and M/M/c (Erlang C) as the cases of one server and of unlimited room
 * (Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed., §2.3–2.5): p_n ∝ aⁿ/n! up to c customers and falls by
 * ρ = a/c for each one more.
 *
 * @example queueTheory({ arrivalRate: 0.5, serviceRate: 1, servers: 1, room: Infinity }).sojournMs // 2
 */
export function queueTheory({ arrivalRate, serviceRate, servers, room }: MarkovQueue): QueueTheory {
  const load = arrivalRate / serviceRate;
  const rho = load / servers;
  const places = room - servers;
  if (places === Number.POSITIVE_INFINITY && rho >= 1)
    throw new RangeError('an unlimited queue needs less load than it has servers');
  let weight = 1;
  let below = 0;
  for (let n = 0; n < servers; n++) {
    below += weight;
    weight *= load / (n + 1);
  }
  // `weight` is that of exactly `servers` customers; those above form a geometric series.
  const series = geometric(rho, places);
  const total = below + weight * series.sum;
  const blocked = places === Number.POSITIVE_INFINITY ? 0 : (weight * rho ** places) / total;
  const waiting = (weight * series.weighted) / total;
  const admitted = arrivalRate * (1 - blocked);
  const full = (weight * series.sum) / total;
  return {
    blocked,
    waits: (full - blocked) / (1 - blocked),
    waiting,
    sojournMs: waiting / admitted + 1 / serviceRate,
  };
}

/** Σ ρᵏ and Σ k·ρᵏ for k = 0 … last. */
function geometric(rho: number, last: number): { readonly sum: number; readonly weighted: number } {
  if (last === Number.POSITIVE_INFINITY) return { sum: 1 / (1 - rho), weighted: rho / (1 - rho) ** 2 };
  let sum = 0;
  let weighted = 0;
  for (let k = 0, power = 1; k <= last; k++, power *= rho) {
    sum += power;
    weighted += k * power;
  }
  return { sum, weighted };
}
