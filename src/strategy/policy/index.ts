import { cascade } from './cascade.js';
import { classify } from './classify.js';
import { context } from './context.js';
import { explore } from './explore.js';
import { filter } from './filter.js';
import { pace } from './pace.js';
import type { AnyFilePolicy } from './policy.js';
import { predict } from './predict.js';
import { rules } from './rules.js';
import { split } from './split.js';
import { stick } from './stick.js';
import { use } from './use.js';

/** Every policy a strategy file may use. One file each; a test holds this list and the folder equal. */
export const filePolicies: readonly AnyFilePolicy[] = [
  filter,
  context,
  classify,
  rules,
  split,
  stick,
  predict,
  pace,
  explore,
  cascade,
  use,
];
