import type { Json } from '../../domain/json.js';
import { listAt, modelAt, objectAt, refuse, textAt } from '../check.js';
import type { ExploreStage, InputSpec } from '../config.js';
import { featureNamed, readFeature } from '../feature/index.js';
import { murmur3 } from '../identity/murmur3.js';
import { checkLearner, compileLearner, learnerMemory } from '../learner/index.js';
import type { Noted } from '../learner/learner.js';
import { checkQuality, compileQuality } from '../predictor/index.js';
import { checkSelection, compileSelection } from '../predictor/selection.js';
import { QUALITY_ONE } from '../predictor/table.js';
import type { RequestBatch, Route } from '../router.js';
import { stickyKey } from '../sticky-key.js';
import { decide, note, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/**
 * Chooses by what ratings of its own earlier choices have shown, and tries others now and then. The reward of a request is quality −
 * perUsd · cost, 0 quality where another model had to answer in its place (one that a cascade asks before it stands in its favour); it is learned as a difference to what was expected before: the fitted
 * prediction less its price, or `base`. Numbers are double precision; sums, quotients and square roots in a stated order.
 */
export const explore: Policy<ExploreStage> = {
  kind: 'explore',
  members: ['kind', 'when', 'over', 'salt', 'perUsd', 'keep', 'strength', 'base', 'warm', 'learner'],
  check(stage, field, modelIds) {
    const over = listAt(stage['over'], `${field}.over`);
    over.forEach((id, index) => {
      const model = modelAt(id, `${field}.over[${index}]`, modelIds);
      if (over.indexOf(model) !== index) throw refuse(`${field}.over[${index}]`, 'stands twice', { value: model });
    });
    if (over.length < 2) throw refuse(`${field}.over`, 'leaves nothing to learn', { accepted: 'two models or more' });
    textAt(stage['salt'], `${field}.salt`);
    numberAt(stage['perUsd'], `${field}.perUsd`, 0, 1e9);
    numberAt(stage['keep'], `${field}.keep`, 0.5, 1);
    numberAt(stage['strength'], `${field}.strength`, 2 ** -20, 1e9);
    numberAt(stage['base'], `${field}.base`, -1e9, 1e9);
    if (stage['warm'] !== undefined) {
      const warm = objectAt(stage['warm'], `${field}.warm`, ['quality', 'select']);
      checkQuality(warm['quality'], `${field}.warm.quality`, over.length);
      checkSelection(warm['select'], `${field}.warm.select`, over.length, false);
    }
    checkLearner(stage['learner'], `${field}.learner`);
  },
  compile(stage, index, registry, input) {
    const models = stage.over.map((id) => registry.modelIds.indexOf(id));
    const reasons = [false, true].map((explored) => registry.reason({ kind: 'explore', stage: index, explored }));
    const when = compileWhen(stage.when, 'when', input);
    const bases = basesOf(stage, input);
    const learner = compileLearner(stage, input);
    const salt = murmur3(stage.salt, 0);
    const allowed: number[] = [];
    return (batch) => {
      const applies = when?.(batch);
      const baseAt = bases(batch);
      const chooseAt = learner(batch);
      return (row, draft) => {
        if (draft.chosen >= 0 || (applies !== undefined && !applies(row, taskOf(registry, draft)))) return;
        allowed.length = 0;
        for (let arm = 0; arm < models.length; arm++) if (registry.holds(draft.allowed, models[arm] as number)) allowed.push(arm);
        if (allowed.length === 0) return;
        const base = baseAt(row);
        const task = taskOf(registry, draft).category ?? '';
        const key = stickyKey(batch, row, input);
        const hash = (stream: number): number => murmur3(key, salt ^ draft.clock.random ^ stream);
        const choice = chooseAt(row, draft.states[index] as Json, { allowed, base, task, hash });
        decide(draft, models[choice.arm] as number, reasons[choice.explored ? 1 : 0] as number, choice.propensity);
        note(draft, index, { arm: choice.arm, base: base[choice.arm] as number, task, ...choice.context } satisfies Noted);
      };
    };
  },
  memory: (stage) => {
    const { initial, learn } = learnerMemory(stage);
    return {
      initial,
      observe(state, noted, event) {
        if (event.kind !== 'rated') return state;
        const own = noted as unknown as Noted;
        const asked = askedUpTo(stage.over[own.arm] as string, event.route);
        if (asked.length === 0) return state;
        const quality = asked.indexOf(event.modelId ?? '') >= 0 ? event.quality : 0;
        const reward = quality - stage.perUsd * (event.costUsd ?? 0);
        return learn(state, own, reward - own.base);
      },
    };
  },
};

/** The models that were to answer, the chosen one last: a cascade may ask others before it. None where a later filter took it away. */
function askedUpTo(chosen: string, { models, escalation = [] }: Route): readonly string[] {
  const ladder = [...models.slice(0, 1), ...escalation.map(({ to }) => to)];
  return ladder.slice(0, ladder.indexOf(chosen) + 1);
}

/** A finite number within bounds, both included. */
function numberAt(value: unknown, field: string, least: number, most: number): void {
  if (Number.isFinite(value) && (value as number) >= least && (value as number) <= most) return;
  throw refuse(field, 'is not a number in range', { accepted: `${least} to ${most}` });
}

/** What each model's reward is expected to be on a row, before anything was learned on the way. The array is written anew each time. */
function basesOf(stage: ExploreStage, input: InputSpec): (batch: RequestBatch) => (row: number) => Float64Array {
  const { warm, over } = stage;
  const base = new Float64Array(over.length).fill(stage.base);
  if (warm === undefined) return () => () => base;
  const predict = compileQuality(warm.quality, over.length, input);
  const select = compileSelection(warm.select, undefined, over.length);
  const unit = (warm.select.by === 'utility' ? warm.select.scale : 1) * QUALITY_ONE;
  const tokens = readFeature(featureNamed('prompt.tokens') as NonNullable<ReturnType<typeof featureNamed>>, input);
  const quality = new Float64Array(over.length);
  return (batch) => {
    const predicted = predict(batch);
    const column = tokens(batch);
    return (row) => {
      predicted(row, quality);
      select(quality, column[row] as number, base);
      for (let arm = 0; arm < base.length; arm++) base[arm] = (base[arm] as number) / unit;
      return base;
    };
  };
}
