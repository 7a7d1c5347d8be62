import { compileAccept } from '../accept.js';
import { listAt, modelAt, refuse, wholeAt, within } from '../check.js';
import type { CascadeStage } from '../config.js';
import { type Draft, decide, type Prediction, type Registry, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/** Most escalations of a request. */
const MOST_STEPS = 8;

/**
 * Asks one model after another until an answer is accepted. Over a list: from its first allowed model upwards, never past the
 * model that was decided before, where that is in the list; nothing decided means the whole list. By rank: the decided model, then
 * the next best of the prediction behind it. Wraps a decision instead of making one, so that it follows whatever decided.
 */
export const cascade: Policy<CascadeStage> = {
  kind: 'cascade',
  members: ['kind', 'when', 'order', 'accept', 'most'],
  check(stage, field, modelIds) {
    const order = stage['order'];
    if (order !== 'rank') {
      const named = listAt(order, `${field}.order`);
      named.forEach((id, index) => {
        const model = modelAt(id, `${field}.order[${index}]`, modelIds);
        if (named.indexOf(model) !== index) throw refuse(`${field}.order[${index}]`, 'stands twice', { value: model });
      });
      if (named.length < 2) throw refuse(`${field}.order`, 'leads nowhere', { accepted: 'two models or more, or "rank"' });
    }
    within(`${field}.accept`, () => compileAccept(stage['accept'] as CascadeStage['accept']));
    wholeAt(stage['most'], `${field}.most`, 1, MOST_STEPS);
  },
  compile(stage, index, registry, input) {
    const when = compileWhen(stage.when, 'when', input);
    const reason = registry.reason({ kind: 'cascade', stage: index });
    const climb = stage.order === 'rank' ? byRank(stage, registry) : byList(stage, stage.order, registry);
    return (batch) => {
      const applies = when?.(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        const ladder = climb(draft);
        if (ladder === null || ladder.models.length < 2) return;
        const { propensity, prediction, chosen } = draft;
        decide(draft, ladder.models[0] as number, reason, chosen < 0 ? 1 : propensity);
        draft.prediction = prediction;
        draft.ladder = ladder.index;
      };
    };
  },
};

/** The models to climb, and their number in the registry; null where there is nothing to climb. */
type Climb = (draft: Draft) => { readonly index: number; readonly models: readonly number[] } | null;

function byList({ accept, most }: CascadeStage, order: readonly string[], registry: Registry): Climb {
  const models = order.map((id) => registry.modelIds.indexOf(id));
  const known = new Map<number, ReturnType<Climb>>();
  return ({ allowed, chosen }) => {
    const key = allowed * (registry.modelIds.length + 1) + chosen + 1;
    let ladder = known.get(key);
    if (ladder === undefined) {
      const top = models.indexOf(chosen);
      const left = models.filter((model, at) => registry.holds(allowed, model) && (chosen < 0 || at <= top));
      ladder = registry.ladder(left.slice(0, most + 1), accept);
      known.set(key, ladder);
    }
    return ladder;
  };
}

function byRank({ accept, most }: CascadeStage, registry: Registry): Climb {
  const known = new Map<string, ReturnType<Climb>>();
  return ({ allowed, chosen, prediction }) => {
    if (prediction === null || chosen < 0) return null;
    const left = ranked(prediction, (model) => registry.holds(allowed, model), most + 1);
    const key = left.join();
    let ladder = known.get(key);
    if (ladder === undefined) {
      ladder = registry.ladder(left, accept);
      known.set(key, ladder);
    }
    return ladder;
  };
}

/** The best allowed models of a prediction, best first, ties to the earlier. */
function ranked({ models, scores }: Prediction, isAllowed: (model: number) => boolean, count: number): number[] {
  const best: number[] = [];
  while (best.length < count) {
    let next = -1;
    for (let at = 0; at < models.length; at++) {
      const model = models[at] as number;
      if (!isAllowed(model) || best.indexOf(model) >= 0) continue;
      if (next < 0 || (scores[at] as number) > (scores[next] as number)) next = at;
    }
    if (next < 0) break;
    best.push(models[next] as number);
  }
  return best;
}
