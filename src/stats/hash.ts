/**
 * A 32-bit hash of three 32-bit integers: the counter-based generator behind every random draw of the statistics.
 * Each input goes through a multiply–rotate round and the whole through the finaliser of MurmurHash3 (Austin Appleby,
 * public domain), whose avalanche makes streams of neighbouring keys independent for our purposes. The same three
 * numbers give the same hash in any order of calls, on any thread.
 *
 * @returns an unsigned 32-bit integer
 */
export function hash32(seed: number, a: number, b: number): number {
  return finished(seededHash(seed, a), hashRound(b));
}

/** The part of the hash that the last number doesn't change, for many of them: `finished(seededHash(seed, a), hashRound(b))`. */
export function seededHash(seed: number, a: number): number {
  return mixed(seed | 0, hashRound(a));
}

/** What the last number brings in. */
export function hashRound(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

/** The hash from its two parts. */
export function finished(seeded: number, round: number): number {
  let h = mixed(seeded, round) ^ 12;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One body round of MurmurHash3 x86_32 over a 32-bit block. */
function mixed(h: number, round: number): number {
  const both = h ^ round;
  return (Math.imul((both << 13) | (both >>> 19), 5) + 0xe6546b64) | 0;
}
