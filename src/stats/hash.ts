/**
 * A 32-bit hash of three 32-bit integers: the counter-based generator behind every random draw of the statistics.
 * Each input goes through a multiply–rotate round and the whole through the finaliser of MurmurHash3 (Austin Appleby,
 * public domain), whose avalanche makes streams of neighbouring keys independent for our purposes. The same three
 * numbers give the same hash in any order of calls, on any thread.
 *
 * @returns an unsigned 32-bit integer
 */
export function hash32(seed: number, a: number, b: number): number {
  let h = mix(mix(seed | 0, a), b) ^ 12;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One body round of MurmurHash3 x86_32 over a 32-bit block. */
function mix(h: number, block: number): number {
  let k = Math.imul(block, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const mixed = h ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
