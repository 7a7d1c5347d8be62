import type { Json } from '../../domain/json.js';
import { wholeAt } from '../check.js';
import type { InputSpec, StickStage } from '../config.js';
import { murmur3 } from '../identity/murmur3.js';
import { sessionKey } from '../sticky-key.js';
import { decide, note, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

/** Sessions are dealt to this many sets by hash, so that remembering one copies a small list. */
const SETS = 64;
const MOST_SESSIONS = 2 ** 24;

/** One set: sessions with their models, the one that spoke last at the end. */
type Sessions = readonly (readonly [session: string, model: string])[];

/**
 * A session stays on the model that answered it last, while that is allowed and `unless` doesn't hold; other stages decide
 * the first request and those exceptions, and the session then stays on what they decide. Of each 64th of the sessions (by
 * murmur3 of the key) the last remember / 64 are kept.
 */
export const stick: Policy<StickStage> = {
  kind: 'stick',
  members: ['kind', 'unless', 'remember'],
  check(stage, field) {
    wholeAt(stage['remember'], `${field}.remember`, SETS, MOST_SESSIONS);
  },
  compile(stage, index, registry, input: InputSpec) {
    const reason = registry.reason({ kind: 'stick', stage: index });
    const unless = compileWhen(stage.unless, 'unless', input);
    return (batch) => {
      const excepted = unless?.(batch);
      return (row, draft) => {
        const session = sessionKey(batch, row, input);
        if (session === undefined) return;
        note(draft, index, session);
        if (draft.chosen >= 0 || excepted?.(row, taskOf(registry, draft)) === true) return;
        const set = (draft.states[index] as unknown as readonly Sessions[])[setOf(session)] ?? [];
        const model = registry.modelIds.indexOf(set.find(([key]) => key === session)?.[1] ?? '');
        if (model >= 0 && registry.holds(draft.allowed, model)) decide(draft, model, reason, 1);
      };
    };
  },
  memory: ({ remember }) => ({
    initial: Array.from({ length: SETS }, () => []),
    observe(state, session, event) {
      const model = event.kind === 'routed' ? event.route.models[0] : event.kind === 'answered' ? event.modelId : null;
      if (model === null || model === undefined) return state;
      const at = setOf(session as string);
      return (state as unknown as readonly Sessions[]).map((set, index) =>
        index === at ? remembered(set, session as string, model, Math.floor(remember / SETS)) : set,
      ) as unknown as Json;
    },
  }),
};

function setOf(session: string): number {
  return murmur3(session, 0) % SETS;
}

function remembered(set: Sessions, session: string, model: string, most: number): Sessions {
  const kept: Sessions[number][] = set.filter(([key]) => key !== session);
  kept.push([session, model]);
  return kept.length > most ? kept.slice(kept.length - most) : kept;
}
