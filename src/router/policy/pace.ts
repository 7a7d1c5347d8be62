import type { Json } from '../../domain/json.js';
import { listAt, objectAt, refuse, wholeAt, wordAt } from '../check.js';
import type { PaceStage } from '../config.js';
import type { Feedback } from '../router.js';
import { spanAt } from '../window.js';
import { type Draft, decide, leave, note, type Prediction, type Registry, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

const PICO_PER_USD = 1e12;
const MOST_QUERIES = 2 ** 31;
/** Quality given up for one unit never exceeds this, so that a budget that was too small is forgotten soon. */
const MOST_PRICE = 128 * 2 ** 20;
/** A new interval between requests counts for one in so many of the mean. */
const GAP_MEMORY = 16;

interface PaceState {
  /** Number of the window; null before the first request. */
  readonly window: number | null;
  /** Requests of the window so far. */
  readonly count: number;
  /** Whole pico-USD of the window: paid, and set aside for calls that have not come back. */
  readonly spent: number;
  readonly reserved: number;
  /** Quality of 2⁻²⁰ given up for a pico-USD. */
  readonly price: number;
  /** When the last request came, and the mean interval between requests; null before they are known. */
  readonly lastMs: number | null;
  readonly gapMs: number | null;
}

/** What the stage notes of a request: its window, and what is set aside for it. */
interface Noted {
  readonly window: number;
  /** Times what the file's budget is, as the request was told; absent where it is that. */
  readonly times?: number;
  /** null where nothing was decided yet: then a cap sets aside what the model that is asked in the end may cost. */
  readonly reserve: number | null;
}

/** What is set aside for a request, in which window, and of which budget. */
interface Aside {
  readonly window: number;
  readonly reserve: number;
  readonly budget: number;
}

/**
 * Spends a budget over its window: adaptive pacing by dual descent (Balseiro & Gur 2019, "Learning in repeated auctions with
 * budgets"), with what is left over the requests still expected as the target. Every cost that comes in moves the price of a
 * pico-USD by step · (cost − target) / unit². A budget that is spent leaves the cheapest model; as a cap, none. A request may say that
 * the budget is another one now: it holds for that request and for what its cost teaches. Sums are in a stated order, correctly rounded.
 */
export const pace: Policy<PaceStage> = {
  kind: 'pace',
  members: ['kind', 'when', 'budget', 'window', 'price', 'unit', 'step', 'most'],
  check(stage, field, modelIds) {
    for (const member of ['budget', 'unit']) wholeAt(stage[member], `${field}.${member}`, 1, Number.MAX_SAFE_INTEGER);
    const window = objectAt(stage['window'], `${field}.window`, ['by', 'queries']);
    if (wordAt(window['by'], `${field}.window.by`, ['queries', 'hour', 'day', 'month']) === 'queries')
      wholeAt(window['queries'], `${field}.window.queries`, 1, MOST_QUERIES);
    for (const member of ['price', 'step'])
      if (!Number.isFinite(stage[member]) || (stage[member] as number) < 0)
        throw refuse(`${field}.${member}`, 'is not a number', { accepted: 'at least 0' });
    if (stage['most'] === undefined) return;
    const most = listAt(stage['most'], `${field}.most`);
    if (most.length !== modelIds.length)
      throw refuse(`${field}.most`, 'has the wrong length', { accepted: `${modelIds.length} numbers` });
    most.forEach((one, index) => {
      wholeAt(one, `${field}.most[${index}]`, 0, Number.MAX_SAFE_INTEGER);
    });
  },
  compile(stage, index, registry, input) {
    const reason = registry.reason({ kind: 'pace', stage: index });
    const when = compileWhen(stage.when, 'when', input);
    return (batch) => {
      const applies = when?.(batch);
      return (row, draft) => {
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        const state = inWindow(stage, draft.states[index] as unknown as PaceState, draft.clock.nowMs);
        const times = batch.budget?.(row) ?? 1;
        const left = budgetAt(stage, times) - state.spent - state.reserved;
        if (stage.most !== undefined) leave(draft, registry, affordable(stage.most, left, draft.allowed, registry));
        const { prediction } = draft;
        const best = prediction === null ? -1 : paced(prediction, left > 0 ? state.price : null, draft, registry);
        if (prediction !== null && best >= 0) {
          decide(draft, prediction.models[best] as number, reason, 1);
          draft.prediction = prediction;
        }
        const expected = prediction === null || best < 0 ? 0 : Math.max(0, Math.floor(prediction.costOf(best)));
        const reserve = draft.chosen < 0 ? null : (stage.most?.[draft.chosen] ?? expected);
        const told = times === 1 ? {} : { times };
        note(draft, index, { window: state.window ?? 0, ...told, reserve } satisfies Noted);
      };
    };
  },
  memory: (stage, { modelIds }) => ({
    initial: { window: null, count: 0, spent: 0, reserved: 0, price: stage.price, lastMs: null, gapMs: null } satisfies PaceState,
    observe(state, noted, event) {
      const { window, times, reserve } = noted as unknown as Noted;
      const asked = modelIds.indexOf(event.route.models[0] ?? '');
      const aside = reserve ?? stage.most?.[asked] ?? 0;
      const budget = budgetAt(stage, times ?? 1);
      return observed(stage, state as unknown as PaceState, { window, reserve: aside, budget }, event) as unknown as Json;
    },
  }),
};

/**
 * Takes the price off the scores, and gives the place of the best allowed model, ties to the earlier; -1 where scores are no
 * qualities, or costs not known.
 *
 * @param price null where the budget is spent: the cheapest is the best
 */
function paced(prediction: Prediction, price: number | null, { allowed }: Draft, names: Registry): number {
  const { models, scores, scale, costOf } = prediction;
  if (scale === 0) return -1;
  let best = -1;
  for (let at = 0; at < models.length; at++) {
    const cost = costOf(at);
    if (Number.isNaN(cost)) return -1;
    scores[at] = price === null ? -cost : Math.floor((scores[at] as number) - price * cost * scale);
    if (!names.holds(allowed, models[at] as number)) continue;
    if (best < 0 || (scores[at] as number) > (scores[best] as number)) best = at;
  }
  return best;
}

function affordable(most: readonly number[], left: number, allowed: number, names: Registry): number {
  const kept: number[] = [];
  for (let model = 0; model < most.length; model++) if ((most[model] as number) <= left) kept.push(model);
  return names.narrowed(allowed, kept);
}

/** In whole pico-USD. */
function budgetAt({ budget }: PaceStage, times: number): number {
  return times === 1 ? budget : Math.min(Number.MAX_SAFE_INTEGER, Math.floor(budget * times));
}

/** The state as it is at a moment: nothing is spent of a window that has just begun. */
function inWindow({ window }: PaceStage, state: PaceState, nowMs: number): PaceState {
  if (window.by === 'queries') {
    if (state.window === null) return { ...state, window: 0 };
    return state.count < window.queries ? state : { ...state, window: state.window + 1, count: 0, spent: 0, reserved: 0 };
  }
  const { index } = spanAt(window.by, nowMs);
  if (state.window !== null && index <= state.window) return state;
  return { ...state, window: index, count: 0, spent: 0, reserved: 0 };
}

function observed(stage: PaceStage, before: PaceState, { window, reserve, budget }: Aside, event: Feedback): PaceState {
  if (event.kind === 'rated') return before;
  if (event.kind === 'routed') {
    const state = inWindow(stage, before, event.nowMs);
    const gap = state.lastMs === null ? null : Math.max(0, event.nowMs - state.lastMs);
    const gapMs = gap === null || state.gapMs === null ? gap : state.gapMs + (gap - state.gapMs) / GAP_MEMORY;
    return { ...state, count: state.count + 1, reserved: state.reserved + reserve, lastMs: event.nowMs, gapMs };
  }
  const cost = event.costUsd === undefined ? reserve : Math.floor(event.costUsd * PICO_PER_USD + 0.5);
  const own = before.window === window;
  const state = own ? { ...before, spent: before.spent + cost, reserved: Math.max(0, before.reserved - reserve) } : before;
  const target = targetOf(stage.window, budget, state, event.nowMs);
  if (target === null) return state;
  const raised = state.price * stage.unit + (stage.step * (cost - target)) / stage.unit;
  return { ...state, price: (raised < 0 ? 0 : raised > MOST_PRICE ? MOST_PRICE : raised) / stage.unit };
}

/** What there is for one of the requests still expected in the window; null where nothing is known of them. */
function targetOf(window: PaceStage['window'], budget: number, state: PaceState, nowMs: number): number | null {
  const left = Math.max(0, budget - state.spent - state.reserved);
  if (window.by === 'queries') {
    const requests = window.queries - state.count;
    return requests > 0 ? left / requests : budget / window.queries;
  }
  if (state.gapMs === null || state.gapMs <= 0) return null;
  const requests = (spanAt(window.by, nowMs).endMs - nowMs) / state.gapMs;
  return left / Math.max(1, requests);
}
