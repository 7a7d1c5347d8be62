import { type AnswerTest, compileAccept } from './accept.js';
import { answerPrint, isSettled, majorityOf } from './answer/agreement.js';
import { answerChance } from './answer/chance.js';
import type { Agreement } from './answer/config.js';
import type { AnswerSignals } from './answer/signals.js';
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
    round: 0,
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
 * Escalation is never used for errors, nor fallback for answers. What comes of a call that was given up is ignored. Where samples are
 * compared, a model is done with when all of them are back, or when more of them could change nothing; it has failed only if every
 * sample did.
 */
export function next(execution: Execution, event: ExecutionEvent): Step {
  if (execution.done) return [execution, []];
  if (event.kind === 'timer') return afterTimer(execution, event.timer);
  const call = event.call ?? underWay(execution);
  if (execution.calls[call]?.result !== undefined) return [execution, []];
  const agree = agreementOf(execution);
  if (event.kind === 'error') {
    const settled = withResult(execution, call, { result: 'error' });
    return agree === undefined
      ? afterError(settled, event.retryable !== false)
      : afterSample(settled, agree, event.retryable !== false);
  }
  const { answer } = event;
  if (agree !== undefined) return afterSample(withResult(execution, call, { result: 'answer', answer }), agree, true);
  return afterAnswer({ ...withResult(execution, call, { result: 'answer' }), lastAnswer: call }, answer, 1);
}

/** The first call that has not come back; the last one where all have. */
function underWay({ calls }: Execution): number {
  const open = calls.findIndex(({ result }) => result === undefined);
  return open < 0 ? calls.length - 1 : open;
}

/** What the answers of the model that is being asked must agree in; undefined where one answer is enough. */
function agreementOf({ route, nextEscalation }: Execution): Agreement | undefined {
  return route.escalation?.[nextEscalation]?.agree;
}

/** The answer of call `lastAnswer` is judged; `size` answers come to the same as it. */
function afterAnswer(execution: Execution, answer: AnswerSignals, size: number): Step {
  const [settled, cancels] = cancelOthers(execution);
  const step = settled.route.escalation?.[settled.nextEscalation];
  const { modelId } = settled.calls[settled.lastAnswer as number] as ExecutionCall;
  if (step === undefined || accepts(step, modelId, answer, size)) return preceded(cancels, finish(settled, settled.lastAnswer));
  const climbing = { ...settled, nextEscalation: settled.nextEscalation + 1, retries: 0 };
  return preceded(cancels, callRound(climbing, step.to, 'escalated'));
}

/** A sample of several came back, or failed. */
function afterSample(execution: Execution, agree: Agreement, retryable: boolean): Step {
  const { calls, round } = execution;
  const own = calls.slice(round);
  if (own.some(({ result }) => result === undefined)) return [execution, []];
  const answered: number[] = [];
  own.forEach(({ result }, index) => {
    if (result === 'answer') answered.push(round + index);
  });
  const answers = answered.map((call) => calls[call]?.answer as AnswerSignals);
  const { place, size } = majorityOf(answers.map((answer) => answerPrint(answer, agree.compare)));
  if (own.length < agree.samples && !isSettled(agree, own.length, size))
    return callModel(execution, calls[round]?.modelId ?? '', 'sampled');
  if (answered.length === 0) return afterError(execution, retryable);
  return afterAnswer({ ...execution, lastAnswer: answered[place] as number }, answers[place] as AnswerSignals, size);
}

function accepts(step: Escalation, modelId: string, answer: AnswerSignals, size: number): boolean {
  const { agree, learned } = step;
  if (agree !== undefined && size < agree.need) return false;
  // Of another model nothing is known: a fallback may stand in for the rung.
  if (learned !== undefined && (learned.model !== modelId || answerChance(learned.chance, learned.base, answer) < learned.least))
    return false;
  let test = compiled.get(step);
  if (test === undefined) {
    test = compileAccept(step.accept);
    compiled.set(step, test);
  }
  return test(answer);
}

function afterError(execution: Execution, retryable: boolean): Step {
  // The other one of a hedged pair may still answer.
  if (execution.calls.some(({ result }) => result === undefined)) return [execution, []];
  const { policy } = execution;
  if (retryable && policy.retries !== undefined && execution.retries < policy.retries.most) {
    const modelId = execution.calls.findLast(({ why }) => why !== 'hedged')?.modelId ?? '';
    const retried = { ...execution, retries: execution.retries + 1 };
    return waiting([retried, []], { kind: 'retry', modelId }, retryWait(policy.retries, retried.retries));
  }
  if (execution.nextEscalation > 0) return finish(execution, execution.lastAnswer);
  if (nextInChain(execution) !== undefined) return callNext(execution, 'fallback');
  return finish(execution, execution.lastAnswer);
}

/** The next model of the fallback chain, of which no more are tried than the policy says; undefined where there is none. */
function nextInChain({ policy, route, nextModel }: Execution): string | undefined {
  return nextModel <= (policy.fallbacks ?? route.models.length) ? route.models[nextModel] : undefined;
}

function afterTimer(execution: Execution, timer: number): Step {
  const purpose = execution.timers[timer];
  if (purpose === undefined) return [execution, []];
  if (purpose.kind === 'retry') return callModel(execution, purpose.modelId, 'retry');
  if (execution.calls[purpose.call]?.result !== undefined) return [execution, []];
  if (purpose.kind === 'hedge') return hedge(execution, purpose.call);
  const late = withResult(execution, purpose.call, { result: 'error' });
  const agree = agreementOf(execution);
  const step = agree === undefined ? afterError(late, true) : afterSample(late, agree, true);
  return preceded([{ kind: 'cancel', call: purpose.call }], step);
}

/** A second call beside a slow one; none where there is no other model to ask. */
function hedge(execution: Execution, slow: number): Step {
  const { policy, calls, nextModel, nextEscalation } = execution;
  if (policy.hedge?.to === 'same') return callModel(execution, calls[slow]?.modelId ?? '', 'hedged');
  const other = nextEscalation > 0 ? undefined : nextInChain(execution);
  return other === undefined ? [execution, []] : callModel({ ...execution, nextModel: nextModel + 1 }, other, 'hedged');
}

function callNext(execution: Execution, why: 'first' | 'fallback'): Step {
  const modelId = execution.route.models[execution.nextModel] as string;
  return callRound({ ...execution, nextModel: execution.nextModel + 1, retries: 0 }, modelId, why);
}

/** A model's turn: one call, or as many as there are samples to compare side by side. */
function callRound(execution: Execution, modelId: string, why: AttemptWhy): Step {
  const agree = agreementOf(execution);
  let step = callModel({ ...execution, round: execution.calls.length }, modelId, why);
  for (let sample = 1; agree?.legs === 'together' && sample < agree.samples; sample++)
    step = preceded(step[1], callModel(step[0], modelId, 'sampled'));
  return step;
}

/** One more call, with the timers that watch it. */
function callModel(execution: Execution, modelId: string, why: AttemptWhy): Step {
  const { policy, calls } = execution;
  const call = calls.length;
  const again = why === 'retry' || why === 'hedged' || why === 'sampled';
  const sample = again ? calls.filter((one) => one.modelId === modelId).length : 0;
  let step: Step = [{ ...execution, calls: [...calls, { modelId, why }] }, [{ kind: 'call', call, modelId, sample, why }]];
  if (policy.timeoutMs !== undefined) step = waiting(step, { kind: 'timeout', call }, { ms: policy.timeoutMs, spreadMs: 0 });
  // Samples are beside one another already.
  if (policy.hedge !== undefined && why !== 'hedged' && agreementOf(execution) === undefined)
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

function withResult(execution: Execution, call: number, back: Pick<ExecutionCall, 'result' | 'answer'>): Execution {
  return { ...execution, calls: execution.calls.map((one, index) => (index === call ? { ...one, ...back } : one)) };
}

function preceded(commands: readonly Command[], [execution, more]: Step): Step {
  return [execution, [...commands, ...more]];
}

function finish(execution: Execution, attempt: number | null): Step {
  return [{ ...execution, done: true }, [{ kind: 'finish', attempt }]];
}
