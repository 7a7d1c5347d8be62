import { compileCondition } from '../condition.js';
import type { SplitStage } from '../config.js';
import { murmur3 } from '../identity/murmur3.js';
import { stickyKey } from '../sticky-key.js';
import { categoryOf } from './draft.js';
import type { Policy } from './policy.js';

const TWO_32 = 0x100000000;

/**
 * A weighted choice by hash: u = murmur3(stickyKey) seeded by murmur3(salt), model i where u · total first falls below its
 * cumulative weight · 2³². All products stay below 2⁵³, so every port agrees. Weights of disallowed models are left out.
 */
export const split: Policy<SplitStage> = {
  kind: 'split',
  members: ['kind', 'when', 'salt', 'weights'],
  compile(stage, index, registry, input) {
    const reason = registry.reason({ kind: 'split', stage: index });
    const seed = murmur3(stage.salt, 0);
    const weights = stage.weights.map(({ model, weight }) => ({ model: registry.modelIds.indexOf(model), weight }));
    const when = stage.when === undefined ? undefined : compileCondition(stage.when, input);
    return (batch) => {
      const applies = when?.(batch);
      return (row, draft) => {
        if (draft.chosen >= 0) return;
        if (applies !== undefined && !applies(row, categoryOf(registry, draft))) return;
        let total = 0;
        for (let i = 0; i < weights.length; i++) {
          const { model, weight } = weights[i] as (typeof weights)[number];
          if (registry.holds(draft.allowed, model)) total += weight;
        }
        if (total === 0) return;
        const point = murmur3(stickyKey(batch, row, input), seed) * total;
        let reached = 0;
        for (let i = 0; i < weights.length; i++) {
          const { model, weight } = weights[i] as (typeof weights)[number];
          if (!registry.holds(draft.allowed, model)) continue;
          reached += weight;
          if (point >= reached * TWO_32) continue;
          draft.chosen = model;
          draft.reason = reason;
          draft.propensity = weight / total;
          return;
        }
      };
    };
  },
};
