import type { Random } from '../random.js';

/** A clause about which a case is put: texts, the case, and four ways to decide it. All take the provision's slots. */
export interface Provision {
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly texts: readonly string[];
  readonly cases: readonly string[];
  readonly right: string;
  readonly wrong: readonly string[];
  readonly why: string;
  slots(random: Random): Readonly<Record<string, string | number>>;
}
