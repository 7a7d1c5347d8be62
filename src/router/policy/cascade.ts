import { compileAccept } from '../accept.js';
import { checkAgreement } from '../answer/agreement.js';
import { checkRungChance, compileRequestPart } from '../answer/chance.js';
import type { AnswerChance, RungChance } from '../answer/config.js';
import { listAt, modelAt, objectAt, refuse, wholeAt, within } from '../check.js';
import type { CascadeStage, InputSpec } from '../config.js';
import { QUALITY_ONE } from '../predictor/table.js';
import type { Acceptance, RequestBatch } from '../router.js';
import { type Draft, decide, type Ladder, type Prediction, type Registry, type Rung, taskOf } from './draft.js';
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
  members: ['kind', 'when', 'order', 'accept', 'agree', 'learned', 'most'],
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
    if (stage['agree'] !== undefined) checkAgreement(stage['agree'], `${field}.agree`);
    if (stage['learned'] !== undefined) checkLearned(stage['learned'], `${field}.learned`, modelIds);
    wholeAt(stage['most'], `${field}.most`, 1, MOST_STEPS);
  },
  compile(stage, index, registry, input) {
    const when = compileWhen(stage.when, 'when', input);
    const reason = registry.reason({ kind: 'cascade', stage: index });
    const build = building(stage, registry, input);
    const climbing = stage.order === 'rank' ? byRank(stage, registry, build) : byList(stage, stage.order, registry, build);
    return (batch) => {
      const applies = when?.(batch);
      const climb = climbing(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        const ladder = climb(draft, row);
        if (ladder === null) return;
        const { propensity, prediction, chosen } = draft;
        decide(draft, (ladder.rungs[0] as Rung).model, reason, chosen < 0 ? 1 : propensity);
        draft.prediction = prediction;
        draft.ladder = ladder.index;
      };
    };
  },
};

function checkLearned(value: unknown, field: string, modelIds: readonly string[]): void {
  const learned = objectAt(value, field, ['least', 'models']);
  wholeAt(learned['least'], `${field}.least`, 1, QUALITY_ONE);
  const models = objectAt(learned['models'], `${field}.models`, modelIds);
  for (const id of Object.keys(models)) checkRungChance(models[id], `${field}.models.${id}`);
}

/** A ladder to climb; null where there is nothing to climb. */
type Climb = (batch: RequestBatch) => (draft: Draft, row: number) => Ladder | null;

/** Ladders over models of the registry, made once for equal rungs. */
type Build = (batch: RequestBatch) => (models: readonly number[], row: number) => Ladder;

function byList({ most }: CascadeStage, order: readonly string[], registry: Registry, build: Build): Climb {
  const models = order.map((id) => registry.modelIds.indexOf(id));
  const known = new Map<number, readonly number[]>();
  return (batch) => {
    const ladderOf = build(batch);
    return ({ allowed, chosen }, row) => {
      const key = allowed * (registry.modelIds.length + 1) + chosen + 1;
      let climbed = known.get(key);
      if (climbed === undefined) {
        const top = models.indexOf(chosen);
        const left = models.filter((model, at) => registry.holds(allowed, model) && (chosen < 0 || at <= top));
        climbed = left.slice(0, most + 1);
        known.set(key, climbed);
      }
      return climbed.length < 2 ? null : ladderOf(climbed, row);
    };
  };
}

function byRank({ most }: CascadeStage, registry: Registry, build: Build): Climb {
  return (batch) => {
    const ladderOf = build(batch);
    return ({ allowed, chosen, prediction }, row) => {
      if (prediction === null || chosen < 0) return null;
      const left = ranked(prediction, (model) => registry.holds(allowed, model), most + 1);
      return left.length < 2 ? null : ladderOf(left, row);
    };
  };
}

/** What a rung is accepted by follows from its model and, where the chance reads the request, from the row. */
function building({ accept, agree, learned }: CascadeStage, registry: Registry, input: InputSpec): Build {
  const known = new Map<string, Ladder>();
  const parts = registry.modelIds.map((id) => {
    const chance = learned === undefined || !Object.hasOwn(learned.models, id) ? undefined : learned.models[id];
    return chance === undefined ? undefined : { chance, read: compileRequestPart(chance, input) };
  });
  const plain: Acceptance = agree === undefined ? { accept } : { accept, agree };
  const accepted = (model: number, base: number): Acceptance => {
    if (learned === undefined) return plain;
    const chance = parts[model]?.chance;
    return {
      ...plain,
      learned: {
        model: registry.modelIds[model] as string,
        least: learned.least,
        base,
        chance: chance === undefined ? NEVER : withoutRequest(chance),
      },
    };
  };
  return (batch) => {
    const bound = parts.map((part) => part?.read(batch));
    return (models, row) => {
      // The last rung's answer is served as it is.
      const bases = models.map((model, at) => (at + 1 < models.length ? (bound[model]?.(row) ?? 0) : 0));
      const key = `${models.join()}|${bases.join()}`;
      let ladder = known.get(key);
      if (ladder === undefined) {
        ladder = registry.ladder(models.map((model, at) => ({ model, accepted: accepted(model, bases[at] as number) })));
        known.set(key, ladder);
      }
      return ladder;
    };
  };
}

/** Of a model that nothing was learned of: no answer is good enough. */
const NEVER: AnswerChance = { facts: [], bias: 0, shift: 0, table: { x: [0], y: [0] } };

function withoutRequest({ facts, bias, shift, table }: RungChance): AnswerChance {
  return { facts, bias, shift, table };
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
