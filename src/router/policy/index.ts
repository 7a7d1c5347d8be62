import type { Stage } from '../config.js';
import { cascade } from './cascade.js';
import { classify } from './classify.js';
import { context } from './context.js';
import { explore } from './explore.js';
import { filter } from './filter.js';
import { pace } from './pace.js';
import type { Policy } from './policy.js';
import { predict } from './predict.js';
import { rules } from './rules.js';
import { split } from './split.js';
import { stick } from './stick.js';

/** Every policy by the kind of its stage. One file each; a test holds this list and the folder equal. */
export const policies: { readonly [K in Stage['kind']]: Policy<Extract<Stage, { kind: K }>> } = {
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
};

/** The policy of a stage. */
export function policyOf(stage: Stage): Policy {
  return policies[stage.kind] as Policy;
}
