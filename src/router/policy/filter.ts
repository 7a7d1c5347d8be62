import { listAt, modelAt, refuse, within } from '../check.js';
import type { FilterStage } from '../config.js';
import { compileModelTest, modelNow } from '../model-facts.js';
import type { RequestBatch } from '../router.js';
import { leave, type Registry, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/** Takes models away for everything that follows: deciders, fallback and escalation. */
export const filter: Policy<FilterStage> = {
  kind: 'filter',
  members: ['kind', 'when', 'allow', 'keep'],
  check(stage, field, modelIds) {
    if (stage['allow'] === undefined && stage['keep'] === undefined)
      throw refuse(field, 'takes nothing away', { accepted: 'a member "allow" or "keep"' });
    if (stage['allow'] === undefined) return;
    listAt(stage['allow'], `${field}.allow`).forEach((id, index) => {
      modelAt(id, `${field}.allow[${index}]`, modelIds);
    });
  },
  compile(stage, _index, registry, input) {
    const when = compileWhen(stage.when, 'when', input);
    const kept = keeping(stage, registry);
    return (batch) => {
      const applies = when?.(batch);
      const left = kept(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        leave(draft, registry, left(row, draft.allowed));
      };
    };
  },
};

/** The set left of a set on a row; worked out once a set, unless something was said of the models. */
function keeping({ allow, keep }: FilterStage, names: Registry): (batch: RequestBatch) => (row: number, set: number) => number {
  const test = keep === undefined ? undefined : within('keep', () => compileModelTest(keep));
  const allowed = allow?.map((id) => names.modelIds.indexOf(id)) ?? names.models.map((_, model) => model);
  const left = (set: number, said: ReturnType<NonNullable<RequestBatch['models']>>): number =>
    names.narrowed(
      set,
      allowed.filter((model) => {
        const facts = names.models[model] as (typeof names.models)[number];
        return test === undefined || test(facts, modelNow(said, facts.id));
      }),
    );
  const usual: (number | undefined)[] = [];
  return ({ models }) =>
    (row, set) => {
      const said = test === undefined ? undefined : models?.(row);
      if (said !== undefined) return left(set, said);
      const held = usual[set] ?? left(set, undefined);
      usual[set] = held;
      return held;
    };
}
