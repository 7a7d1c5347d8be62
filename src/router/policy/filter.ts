import { compileCondition } from '../condition.js';
import type { FilterStage } from '../config.js';
import { categoryOf } from './draft.js';
import type { Policy } from './policy.js';

/**
 * Takes models away for everything that follows: deciders, fallback and escalation. A model decided by an earlier stage
 * that is taken away is undecided again, so that a later stage or the fallback chain may decide.
 */
export const filter: Policy<FilterStage> = {
  kind: 'filter',
  members: ['kind', 'when', 'allow'],
  compile(stage, _index, registry, input) {
    const allow = stage.allow.map((id) => registry.modelIds.indexOf(id));
    const when = stage.when === undefined ? undefined : compileCondition(stage.when, input);
    return (batch) => {
      const applies = when?.(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, categoryOf(registry, draft))) return;
        draft.allowed = registry.narrowed(draft.allowed, allow);
        if (draft.chosen >= 0 && !registry.holds(draft.allowed, draft.chosen)) draft.chosen = -1;
      };
    };
  },
};
