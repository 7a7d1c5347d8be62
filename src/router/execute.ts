import { type AnswerTest, compileAccept } from './accept.js';
import type { AttemptWhy, Command, Execution, ExecutionCall, ExecutionEvent, ExecutionTimer, Step } from './execution.js';
import { type ExecutionPolicy, PLAIN_EXECUTION, retryWait } from './execution-policy.js';
import type { Escalation, Route } from './router.js';

/** Accept conditions compiled once, however many requests share a route. */
const compiled = new WeakMap<Escalation, AnswerTest>();

/** Begins a request: calls the first model, or finishes at once where the route was refused. */
export function start(route: Route, policy: ExecutionPolicy = PLAIN_EXECUTION): Step {
  const execution: Execution = {
    route,
    policy,
    calls: [],
    timers: [],
    retries: 0,
    nextModel: 0,
    nextEscalation: 0,
    lastAnswer: null,
    done: false,
  };
  return route.models.length === 0 ? finish(execution, null) : callNext(execution, 'first');
}

/**
 * Goes on after an event. An error that may pass is retried as the policy says; else an error of the routed model moves along the
 * fallback chain; an answer that is not accepted escalates; an error of an escalated call serves the last answer there was.
 * Escalation is never used for errors, nor fallback for answers. What comes of a call that was given up is ignored.
 */
export function next(execution: Execution, event: ExecutionEvent): Step {
  if (execution.done) return [execution, []];
  if (event.kind === 'timer') return afterTimer(execution, event.timer);
  const call = event.call ?? execution.calls.length - 1;
  if (execution.calls[call]?.result !== undefined) return [execution, []];
  const settled = withResult(execution, call, event.kind);
  if (event.kind === 'error') return afterError(settled, event.retryable !== false);
  return afterAnswer({ ...settled, lastAnswer: call }, event);
}

function afterAnswer(execution: Execution, { answer }: Extract<ExecutionEvent, { kind: 'answer' }>): Step {
  const [settled, cancels] = cancelOthers(execution);
  const step = settled.route.escalation?.[settled.nextEscalation];
  if (step === undefined || accepts(step)(answer)) return preceded(cancels, finish(settled, settled.lastAnswer));
  const climbing = { ...settled, nextEscalation: settled.nextEscalation + 1, retries: 0 };
  return preceded(cancels, callModel(climbing, step.to, 'escalated'));
}

function accepts(escalation: Escalation): AnswerTest {
  let test = compiled.get(escalation);
  if (test === undefined) {
    test = compileAccept(escalation.accept);
    compiled.set(escalation, test);
  }
  return test;
}

function afterError(execution: Execution, retryable: boolean): Step {
  // The other one of a hedged pair may still answer.
  if (execution.calls.some(({ result }) => result === undefined)) return [execution, []];
  const { policy, route } = execution;
  if (retryable && policy.retries !== undefined && execution.retries < policy.retries.most) {
    const modelId = execution.calls.findLast(({ why }) => why !== 'hedged')?.modelId ?? '';
    const retried = { ...execution, retries: execution.retries + 1 };
    return waiting([retried, []], { kind: 'retry', modelId }, retryWait(policy.retries, retried.retries));
  }
  if (execution.nextEscalation > 0) return finish(execution, execution.lastAnswer);
  const most = 1 + (policy.fallbacks ?? route.models.length);
  if (execution.nextModel < Math.min(most, route.models.length)) return callNext(execution, 'fallback');
  return finish(execution, execution.lastAnswer);
}

function afterTimer(execution: Execution, timer: number): Step {
  const purpose = execution.timers[timer];
  if (purpose === undefined) return [execution, []];
  if (purpose.kind === 'retry') return callModel(execution, purpose.modelId, 'retry');
  if (execution.calls[purpose.call]?.result !== undefined) return [execution, []];
  if (purpose.kind === 'hedge') return hedge(execution, purpose.call);
  return preceded([{ kind: 'cancel', call: purpose.call }], afterError(withResult(execution, purpose.call, 'error'), true));
}

/** A second call beside a slow one; none where there is no other model to ask. */
function hedge(execution: Execution, slow: number): Step {
  const { policy, route, calls, nextModel, nextEscalation } = execution;
  if (policy.hedge?.to === 'same') return callModel(execution, calls[slow]?.modelId ?? '', 'hedged');
  const other = nextEscalation > 0 ? undefined : route.models[nextModel];
  return other === undefined ? [execution, []] : callModel({ ...execution, nextModel: nextModel + 1 }, other, 'hedged');
}

function callNext(execution: Execution, why: 'first' | 'fallback'): Step {
  const modelId = execution.route.models[execution.nextModel] as string;
  return callModel({ ...execution, nextModel: execution.nextModel + 1, retries: 0 }, modelId, why);
}

/** One more call, with the timers that watch it. */
function callModel(execution: Execution, modelId: string, why: AttemptWhy): Step {
  const { policy, calls } = execution;
  const call = calls.length;
  const again = why === 'retry' || why === 'hedged';
  const sample = again ? calls.filter((one) => one.modelId === modelId).length : 0;
  let step: Step = [{ ...execution, calls: [...calls, { modelId, why }] }, [{ kind: 'call', call, modelId, sample, why }]];
  if (policy.timeoutMs !== undefined) step = waiting(step, { kind: 'timeout', call }, { ms: policy.timeoutMs, spreadMs: 0 });
  if (policy.hedge !== undefined && why !== 'hedged')
    step = waiting(step, { kind: 'hedge', call }, { ms: policy.hedge.afterMs, spreadMs: 0 });
  return step;
}

function waiting([execution, commands]: Step, timer: ExecutionTimer, wait: { ms: number; spreadMs: number }): Step {
  const timers = [...execution.timers, timer];
  return [{ ...execution, timers }, [...commands, { kind: 'wait', timer: timers.length - 1, ...wait }]];
}

/** Whatever is still under way is not waited for. */
function cancelOthers(execution: Execution): readonly [Execution, readonly Command[]] {
  if (execution.calls.every(({ result }) => result !== undefined)) return [execution, []];
  const cancels: Command[] = [];
  const calls = execution.calls.map((call, index): ExecutionCall => {
    if (call.result !== undefined) return call;
    cancels.push({ kind: 'cancel', call: index });
    return { ...call, result: 'cancelled' };
  });
  return [{ ...execution, calls }, cancels];
}

function withResult(execution: Execution, call: number, result: 'answer' | 'error'): Execution {
  return { ...execution, calls: execution.calls.map((one, index) => (index === call ? { ...one, result } : one)) };
}

function preceded(commands: readonly Command[], [execution, more]: Step): Step {
  return [execution, [...commands, ...more]];
}

function finish(execution: Execution, attempt: number | null): Step {
  return [{ ...execution, done: true }, [{ kind: 'finish', attempt }]];
}
