import { listAt, modelAt, objectAt } from '../check.js';
import type { RulesStage } from '../config.js';
import { decide, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/** The first rule whose condition holds and whose model is allowed decides; a rule naming a disallowed model doesn't match. */
export const rules: Policy<RulesStage> = {
  kind: 'rules',
  members: ['kind', 'rules'],
  check(stage, field, modelIds) {
    listAt(stage['rules'], `${field}.rules`).forEach((rule, index) => {
      const at = `${field}.rules[${index}]`;
      modelAt(objectAt(rule, at, ['when', 'use'])['use'], `${at}.use`, modelIds);
    });
  },
  compile(stage, index, registry, input) {
    const compiled = stage.rules.map(({ when, use }, rule) => ({
      model: registry.modelIds.indexOf(use),
      reason: registry.reason({ kind: 'rule', stage: index, rule }),
      when: compileWhen(when, `rules[${rule}].when`, input),
    }));
    return (batch) => {
      const bound = compiled.map(({ model, reason, when }) => ({ model, reason, test: when?.(batch) }));
      return (row, draft) => {
        if (draft.chosen >= 0) return;
        for (let i = 0; i < bound.length; i++) {
          const { model, reason, test } = bound[i] as (typeof bound)[number];
          if (!registry.holds(draft.allowed, model)) continue;
          if (test !== undefined && !test(row, taskOf(registry, draft))) continue;
          decide(draft, model, reason, 1);
          return;
        }
      };
    };
  },
};
