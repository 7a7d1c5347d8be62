import { hash32 } from '../stats/hash.js';
import { log } from '../stats/log.js';

/**
 * What draws are for. Each is keyed by its purpose and by whom it concerns, never by when it is made, so that two scenarios or two
 * policies meet the same requests with the same luck, and differ only by what is done about them.
 */
export const PURPOSE = {
  arrival: 0x61727276,
  session: 0x73657373,
  gap: 0x67617020,
  sample: 0x73616d70,
  service: 0x73657276,
  error: 0x6572726f,
  outage: 0x6f757467,
  hang: 0x68616e67,
  jitter: 0x6a697474,
  burst: 0x62757273,
  request: 0x72657175,
  rating: 0x72617469,
  assignment: 0x61737369,
} as const;

/** A draw strictly between 0 and 1, in steps of 2⁻³². */
export function uniform(seed: number, purpose: number, a: number, b: number): number {
  return (hash32(seed ^ purpose, a, b) + 0.5) * 2 ** -32;
}

/** An exponential draw of mean 1, by inversion. */
export function exponential(seed: number, purpose: number, a: number, b: number): number {
  return -log(uniform(seed, purpose, a, b));
}
