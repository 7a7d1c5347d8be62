import { listAt, modelAt } from '../check.js';
import type { FilterStage } from '../config.js';
import { categoryOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/**
 * Takes models away for everything that follows: deciders, fallback and escalation. A model decided by an earlier stage
 * that is taken away is undecided again, so that a later stage or the fallback chain may decide.
 */
export const filter: Policy<FilterStage> = {
  kind: 'filter',
  members: ['kind', 'when', 'allow'],
  check(stage, field, modelIds) {
    listAt(stage['allow'], `${field}.allow`).forEach((id, index) => {
      modelAt(id, `${field}.allow[${index}]`, modelIds);
    });
  },
  compile(stage, _index, registry, input) {
    const allow = stage.allow.map((id) => registry.modelIds.indexOf(id));
    const when = compileWhen(stage.when, 'when', input);
    /** By the set before: the set after. */
    const left: (number | undefined)[] = [];
    return (batch) => {
      const applies = when?.(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, categoryOf(registry, draft))) return;
        draft.allowed = left[draft.allowed] ??= registry.narrowed(draft.allowed, allow);
        if (draft.chosen >= 0 && !registry.holds(draft.allowed, draft.chosen)) {
          draft.chosen = -1;
          draft.ladder = -1;
        }
      };
    };
  },
};
