/** `routelab/router`: the runtime that reads router.json. No dependency, no Node module, synchronous, no clock, no chance. */
export type { Message, Signals } from '../domain/query.js';
export { UserError } from '../domain/user-error.js';
export type { AnswerSignals } from './answer/signals.js';
export { admit, afterCall, type Breaker, CLOSED } from './breaker.js';
export {
  type Condition,
  type InputSpec,
  ROUTER_FORMAT,
  type RouterConfig,
  type RouterDraft,
  type RouterModel,
  type Stage,
} from './config.js';
export { createRouter } from './create-router.js';
export { next, start } from './execute.js';
export type { Command, Execution, ExecutionEvent, Step } from './execution.js';
export type { BreakerPolicy, ExecutionPolicy, HedgePolicy, RetryPolicy } from './execution-policy.js';
export { type GoldenDecision, goldenDecisions, goldenPrompts } from './golden.js';
export { type GoldenStep, goldenWalk } from './golden-walk.js';
export { loadRouter } from './load.js';
export type {
  Escalation,
  Feedback,
  ModelNow,
  RequestBatch,
  Route,
  RouteClock,
  RouteColumns,
  RouteReason,
  RouteRequest,
  Router,
  RouterState,
} from './router.js';
export { sealRouter } from './seal.js';
