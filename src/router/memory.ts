import type { Json } from '../domain/json.js';
import { refuse } from './check.js';
import type { Stage } from './config.js';
import type { Registry } from './policy/draft.js';
import { policyOf } from './policy/index.js';
import type { Feedback, RouterState } from './router.js';

type States = Readonly<Record<string, Json>>;

/** What a pipeline remembers: one state a stateful stage, by its place in the pipeline. */
export interface PipelineMemory {
  readonly stateful: boolean;
  readonly initial: RouterState;
  /** The states by stage; those of the beginning where none are given. */
  statesOf(state: RouterState | undefined): States;
  observe(state: RouterState, event: Feedback): RouterState;
}

const NONE: States = {};

/** The memory of a pipeline's stages. */
export function pipelineMemory(pipeline: readonly Stage[], names: Registry): PipelineMemory {
  const memories = pipeline.map((stage) => policyOf(stage).memory?.(stage, names));
  const keys = Object.keys(memories).filter((stage) => memories[Number(stage)] !== undefined);
  const initial: Record<string, Json> = {};
  for (const key of keys) initial[key] = memories[Number(key)]?.initial ?? null;
  const statesOf = (state: RouterState | undefined): States => {
    if (keys.length === 0) return NONE;
    return state === undefined || state === null ? initial : checked(state, keys);
  };
  return {
    stateful: keys.length > 0,
    initial: keys.length > 0 ? initial : null,
    statesOf,
    observe(state, event) {
      const { memo } = event.route;
      if (memo === undefined || keys.length === 0) return state;
      const states = statesOf(state);
      const after: Record<string, Json> = { ...states };
      for (const key of keys) {
        const noted = memo[key];
        if (noted !== undefined) after[key] = memories[Number(key)]?.observe(states[key] as Json, noted, event) ?? null;
      }
      return after;
    },
  };
}

function checked(state: Json, keys: readonly string[]): States {
  const found = typeof state === 'object' && state !== null && !Array.isArray(state) ? Object.keys(state) : [];
  if (found.length === keys.length && keys.every((key) => found.indexOf(key) >= 0)) return state as States;
  throw refuse('state', 'is not that of this router', { accepted: 'router.initialState, or what router.observe gave back' });
}
