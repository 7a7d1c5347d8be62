import { grid } from './grid.js';
import { halving } from './halving.js';
import type { SearchMethod } from './method.js';
import { random } from './random.js';
import { tpe } from './tpe.js';

/** Every search method. One file each; a test holds this list and the folder equal. */
export const searchMethods: readonly SearchMethod[] = [grid, random, halving, tpe];
