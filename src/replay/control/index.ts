import { categoryOracle } from './category-oracle.js';
import type { Control } from './control.js';
import { oracle } from './oracle.js';
import { partialOracle } from './partial-oracle.js';
import { promptLength } from './prompt-length.js';
import { random } from './random.js';
import { randomAtShares } from './random-at-shares.js';
import { single } from './single.js';
import { zeroRouter } from './zero-router.js';

/** Every control, in the order reports show them. One file each; a test holds this list and the folder equal. */
export const controls: readonly Control[] = [
  single,
  random,
  randomAtShares,
  zeroRouter,
  promptLength,
  categoryOracle,
  partialOracle,
  oracle,
];
