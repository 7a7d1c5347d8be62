import { compileCondition } from '../condition.js';
import type { RulesStage } from '../config.js';
import { categoryOf } from './draft.js';
import type { Policy } from './policy.js';

/** The first rule whose condition holds and whose model is allowed decides; a rule naming a disallowed model doesn't match. */
export const rules: Policy<RulesStage> = {
  kind: 'rules',
  members: ['kind', 'rules'],
  compile(stage, index, registry, input) {
    const compiled = stage.rules.map(({ when, use }, rule) => ({
      model: registry.modelIds.indexOf(use),
      reason: registry.reason({ kind: 'rule', stage: index, rule }),
      when: when === undefined ? undefined : compileCondition(when, input),
    }));
    return (batch) => {
      const bound = compiled.map(({ model, reason, when }) => ({ model, reason, test: when?.(batch) }));
      return (row, draft) => {
        if (draft.chosen >= 0) return;
        for (let i = 0; i < bound.length; i++) {
          const { model, reason, test } = bound[i] as (typeof bound)[number];
          if (!registry.holds(draft.allowed, model)) continue;
          if (test !== undefined && !test(row, categoryOf(registry, draft))) continue;
          draft.chosen = model;
          draft.reason = reason;
          draft.propensity = 1;
          return;
        }
      };
    };
  },
};
