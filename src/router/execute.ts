import { type AnswerTest, compileAccept } from './accept.js';
import type { Execution, ExecutionEvent, Step } from './execution.js';
import type { Escalation, Route } from './router.js';

/** Accept conditions compiled once, however many requests share a route. */
const compiled = new WeakMap<Escalation, AnswerTest>();

/** Begins a request: calls the first model, or finishes at once where the route was refused. */
export function start(route: Route): Step {
  const execution: Execution = { route, calls: [], nextModel: 0, nextEscalation: 0, lastAnswer: null, done: false };
  return route.models.length === 0 ? finish(execution, null) : callNext(execution, 'first');
}

/**
 * Goes on after an event. An error of the routed model moves along the fallback chain; an answer that is not accepted
 * escalates; an error of an escalated call serves the last answer there was. Escalation is never used for errors, nor
 * fallback for answers.
 */
export function next(execution: Execution, event: ExecutionEvent): Step {
  if (execution.done || event.kind === 'timer') return [execution, []];
  const index = execution.calls.length - 1;
  const calls = execution.calls.map((call, i) => (i === index ? { ...call, result: event.kind } : call));
  if (event.kind === 'answer') return afterAnswer({ ...execution, calls, lastAnswer: index }, event);
  if (execution.calls[index]?.why === 'escalated') return finish({ ...execution, calls }, execution.lastAnswer);
  if (execution.nextModel < execution.route.models.length) return callNext({ ...execution, calls }, 'fallback');
  return finish({ ...execution, calls }, execution.lastAnswer);
}

function afterAnswer(execution: Execution, { answer }: Extract<ExecutionEvent, { kind: 'answer' }>): Step {
  const step = execution.route.escalation?.[execution.nextEscalation];
  if (step === undefined || accepts(step)(answer)) return finish(execution, execution.lastAnswer);
  const calls = [...execution.calls, { modelId: step.to, why: 'escalated' as const }];
  return [
    { ...execution, calls, nextEscalation: execution.nextEscalation + 1 },
    [{ kind: 'call', modelId: step.to, sample: 0, why: 'escalated' }],
  ];
}

function accepts(escalation: Escalation): AnswerTest {
  let test = compiled.get(escalation);
  if (test === undefined) {
    test = compileAccept(escalation.accept);
    compiled.set(escalation, test);
  }
  return test;
}

function callNext(execution: Execution, why: 'first' | 'fallback'): Step {
  const modelId = execution.route.models[execution.nextModel] as string;
  const calls = [...execution.calls, { modelId, why }];
  return [{ ...execution, calls, nextModel: execution.nextModel + 1 }, [{ kind: 'call', modelId, sample: 0, why }]];
}

function finish(execution: Execution, attempt: number | null): Step {
  return [{ ...execution, done: true }, [{ kind: 'finish', attempt }]];
}
