import { listAt, modelAt, objectAt, refuse, wholeAt } from '../check.js';
import type { SplitStage } from '../config.js';
import { murmur3 } from '../identity/murmur3.js';
import { keptColumn } from '../kept-column.js';
import { stickyKey } from '../sticky-key.js';
import { decide, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

const TWO_32 = 0x100000000;

/** Sum of a split's weights must stay below this, so that products with a 32-bit hash are exact. */
const MOST_WEIGHT = 2 ** 21 - 1;

/**
 * A weighted choice by hash: u = murmur3(stickyKey) seeded by murmur3(salt), model i where u · total first falls below its
 * cumulative weight · 2³². All products stay below 2⁵³, so every port agrees. Weights of disallowed models are left out.
 */
export const split: Policy<SplitStage> = {
  kind: 'split',
  members: ['kind', 'when', 'salt', 'weights'],
  check(stage, field, modelIds) {
    if (typeof stage['salt'] !== 'string') throw refuse(`${field}.salt`, 'is not a text');
    const named: string[] = [];
    let total = 0;
    listAt(stage['weights'], `${field}.weights`).forEach((entry, index) => {
      const at = `${field}.weights[${index}]`;
      const { model, weight } = objectAt(entry, at, ['model', 'weight']);
      const id = modelAt(model, `${at}.model`, modelIds);
      // Two weights of one model would make its chance depend on which of them was hit.
      if (named.indexOf(id) >= 0) throw refuse(`${at}.model`, 'stands twice', { value: id, accepted: 'one weight a model' });
      named.push(id);
      total += wholeAt(weight, `${at}.weight`, 0, MOST_WEIGHT);
    });
    wholeAt(total, `${field}.weights (sum)`, 1, MOST_WEIGHT);
  },
  compile(stage, index, registry, input) {
    const reason = registry.reason({ kind: 'split', stage: index });
    const seed = murmur3(stage.salt, 0);
    const weights = stage.weights.map(({ model, weight }) => ({ model: registry.modelIds.indexOf(model), weight }));
    const when = compileWhen(stage.when, 'when', input);
    const key = `split|${seed}|${input.stickySignal ?? ''}`;
    return (batch) => {
      const applies = when?.(batch);
      let hashes: Float64Array | undefined;
      return (row, draft) => {
        if (draft.chosen >= 0) return;
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        let total = 0;
        for (let i = 0; i < weights.length; i++) {
          const { model, weight } = weights[i] as (typeof weights)[number];
          if (registry.holds(draft.allowed, model)) total += weight;
        }
        if (total === 0) return;
        hashes ??= keptColumn(batch, key, (one) => murmur3(stickyKey(batch, one, input), seed));
        const point = (hashes[row] as number) * total;
        let reached = 0;
        for (let i = 0; i < weights.length; i++) {
          const { model, weight } = weights[i] as (typeof weights)[number];
          if (!registry.holds(draft.allowed, model)) continue;
          reached += weight;
          if (point >= reached * TWO_32) continue;
          decide(draft, model, reason, weight / total);
          return;
        }
      };
    };
  },
};
