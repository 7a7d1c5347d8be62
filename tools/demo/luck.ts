import type { DemoQuery } from './query.js';
import { randomStream } from './random.js';
import { chanceOfRight, DEMO_MODELS, type DemoModel } from './skill.js';

/**
 * How often a model's luck is the luck of the query (a latent difficulty that all models share) rather than its own.
 * What is left over is noise that no router can foresee.
 */
const SHARED_LUCK = 0.68;
/** How often the latent difficulty of a query is that of its whole batch: paraphrases tend to fail together. */
const BATCH_LUCK = 0.5;

/** What each model meant to do with a query. */
export interface Intent {
  readonly chance: number;
  readonly right: boolean;
}

/**
 * Draws who is right. A model is right when its luck falls below its chance, so chances are exact margins; because part of
 * the luck is shared, models tend to fail on the same queries without doing so always.
 */
export function drawIntents(seed: number, query: DemoQuery): Readonly<Record<DemoModel, Intent>> {
  const own = randomStream(seed, 'luck', query.batch, query.draft.prompt);
  const ofBatch = randomStream(seed, 'batch luck', query.batch, query.category).next();
  const shared = own.chance(BATCH_LUCK) ? ofBatch : own.next();
  const intents = DEMO_MODELS.map((model) => {
    const chance = chanceOfRight(model, query.category, query.difficulty, query.draft.prompt);
    const luck = own.chance(SHARED_LUCK) ? shared : own.next();
    return [model, { chance, right: luck < chance }] as const;
  });
  return Object.fromEntries(intents) as Record<DemoModel, Intent>;
}
