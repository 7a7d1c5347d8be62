import type { OutcomeTable } from '../domain/outcome-table.js';
import { answerSignals } from '../replay/answer-signals.js';
import { next, start } from '../router/execute.js';
import type { Command, Execution, ExecutionEvent, Step } from '../router/execution.js';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import type { Escalation, Route, RouteColumns } from '../router/router.js';

/**
 * One state of the runtime's execution machine with what it commands, and the states that follow. The machine is pure and what it
 * holds is small, so requests of one route pass through the same few states: each is worked out once and then only looked up.
 */
export interface ExecutionNode {
  readonly execution: Execution;
  readonly commands: readonly Command[];
  /** Model of each command's call in the table; -1 where it is no call, or a model the table doesn't have. */
  readonly models: readonly number[];
  readonly onAnswer: (ExecutionNode | undefined)[];
  /** Where an answer is not accepted. */
  readonly onRefusal: (ExecutionNode | undefined)[];
  readonly onError: (ExecutionNode | undefined)[];
  /** Errors that a retry would not cure. */
  readonly onFailure: (ExecutionNode | undefined)[];
  readonly onTimer: (ExecutionNode | undefined)[];
}

/** The states of all requests under one policy. */
export interface ExecutionGraph {
  begin(routes: RouteColumns, query: number): ExecutionNode;
  /** Of a route that is nobody else's. */
  beginAlone(route: Route): ExecutionNode;
  /** @param row of the answer in the table */
  answered(node: ExecutionNode, call: number, row: number): ExecutionNode;
  failed(node: ExecutionNode, call: number, retryable: boolean): ExecutionNode;
  timed(node: ExecutionNode, timer: number): ExecutionNode;
}

/** A graph that grows as requests walk through it. */
export function executionGraph(policy: ExecutionPolicy, table: OutcomeTable): ExecutionGraph {
  const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
  const nodeOf = ([execution, commands]: Step): ExecutionNode => ({
    execution,
    commands,
    models: commands.map((command) => (command.kind === 'call' ? (modelOf.get(command.modelId) ?? -1) : -1)),
    onAnswer: [],
    onRefusal: [],
    onError: [],
    onFailure: [],
    onTimer: [],
  });
  const begun = new Map<RouteColumns, (ExecutionNode | undefined)[]>();
  /** By row and escalation: 1 accepted, 2 not. Only routes that escalate ask. */
  const verdicts = new Map<unknown, Uint8Array>();
  const step = (
    known: (ExecutionNode | undefined)[],
    index: number,
    node: ExecutionNode,
    event: ExecutionEvent,
  ): ExecutionNode => {
    const there = known[index];
    if (there !== undefined) return there;
    const made = nodeOf(next(node.execution, event));
    known[index] = made;
    return made;
  };
  const accepted = (node: ExecutionNode, call: number, row: number): boolean => {
    const escalation = escalationOf(node);
    if (escalation === undefined) return true;
    let verdict = verdicts.get(escalation);
    if (verdict === undefined) {
      verdict = new Uint8Array(table.status.length);
      verdicts.set(escalation, verdict);
    }
    if (verdict[row] === 0) {
      const [after] = next(node.execution, { kind: 'answer', call, answer: answerSignals(table, row) });
      verdict[row] = after.done ? 1 : 2;
    }
    return verdict[row] === 1;
  };
  return {
    begin(routes, query) {
      let nodes = begun.get(routes);
      if (nodes === undefined) {
        nodes = [];
        begun.set(routes, nodes);
      }
      const plan = routes.plan[query] as number;
      nodes[plan] ??= nodeOf(start(routes.plans[plan] as Route, policy));
      return nodes[plan];
    },
    beginAlone: (route) => nodeOf(start(route, policy)),
    answered(node, call, row) {
      // What several samples come to depends on all of their answers, so these states are nobody else's.
      if (escalationOf(node)?.agree !== undefined)
        return nodeOf(next(node.execution, { kind: 'answer', call, answer: answerSignals(table, row) }));
      const known = accepted(node, call, row) ? node.onAnswer : node.onRefusal;
      return known[call] ?? step(known, call, node, { kind: 'answer', call, answer: answerSignals(table, row) });
    },
    failed: (node, call, retryable) =>
      step(retryable ? node.onError : node.onFailure, call, node, { kind: 'error', call, error: 'simulated', retryable }),
    timed: (node, timer) => step(node.onTimer, timer, node, { kind: 'timer', timer }),
  };
}

/** By what the answer that comes next is judged. */
function escalationOf({ execution }: ExecutionNode): Escalation | undefined {
  return execution.route.escalation?.[execution.nextEscalation];
}
