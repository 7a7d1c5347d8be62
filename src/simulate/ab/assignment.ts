import { murmur3 } from '../../router/identity/murmur3.js';

/** Hashes below this are B's. */
export function assignedBelow(share: number): number {
  return share * 2 ** 32;
}

/**
 * Whether a visit is in arm B: MurmurHash3 (x86_32) of its key, seeded by that of the salt, below `share` of 2³²: the hash that the
 * policy `split` uses, so a session stays in its arm, here and in production. Another salt is another, independent assignment.
 */
export function armB(salt: string, share: number): (visit: number) => boolean {
  const seed = murmur3(salt, 0);
  const below = assignedBelow(share);
  return (visit) => murmur3(`k:visit-${visit}`, seed) < below;
}
