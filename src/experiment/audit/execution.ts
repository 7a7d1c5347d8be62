import { ATTEMPT_WHY, DECISION_STATUS, type DecisionColumns } from '../../domain/decision.js';
import type { Audit } from '../../domain/results.js';
import type { ExecutionPolicy } from '../../router/execution-policy.js';
import type { Compared } from '../compared.js';
import { type AuditRule, note, percent, type RunAuditInput, warn } from './audit.js';

/** What of a strategy's `execution` a replay can't show. */
export const execution: AuditRule = {
  of: 'run',
  definitions: [
    {
      id: 'execution_unrecorded',
      level: 'warn',
      looksFor:
        'Strategies whose `execution` asks a model again (retries, a hedge to the same model) on queries where no further sample of it is recorded: those queries are missing.',
      blindTo: 'Retries that simulated faults would cause: only what failed when it was recorded is retried here.',
    },
    {
      id: 'execution_untimed',
      level: 'note',
      looksFor: 'Strategies with a timeout or a hedge, on recordings without a latency: those calls count as back in time.',
      blindTo: 'Latencies that are there and wrong.',
    },
    {
      id: 'execution_between_requests',
      level: 'note',
      looksFor:
        'Strategies with a circuit breaker or a limit of requests under way: both act between requests, and a replay has one at a time.',
      blindTo: 'Whether they would ever act.',
    },
  ],
  find: (input) => input.compared.flatMap((row) => found(row, input)),
};

function found(row: Compared, { bench, setting }: RunAuditInput): readonly Audit[] {
  const { label, routes, replicates = [] } = row;
  const policies = [...new Set(routes?.policies ?? [])];
  if (policies.length === 0) return [];
  const between = betweenRequests(policies);
  const rows = bench.rowsIn(setting.partName);
  const lost = rows.filter((query) => replicates.some((decisions) => endedForAnother(decisions, query)));
  const untimed = rows.filter((query) => replicates.some((decisions) => isUntimed(decisions, query)));
  const isTimed = policies.some(({ timeoutMs, hedge }) => timeoutMs !== undefined || hedge !== undefined);
  return [
    ...(lost.length === 0
      ? []
      : [
          warn(
            'execution_unrecorded',
            `${label}: its execution asks a model again on ${percent(lost.length / rows.length)} of the queries, beyond the samples recorded: they are missing; routelab record --samples ${mostAsked(policies)} records them`,
          ),
        ]),
    ...(isTimed && untimed.length > 0
      ? [
          note(
            'execution_untimed',
            `${label}: ${untimed.length} queries met a call without a recorded latency, which its timeout and hedge take for back in time`,
          ),
        ]
      : []),
    ...(between.length === 0
      ? []
      : [
          note(
            'execution_between_requests',
            `${label}: what its ${between.join(' and ')} would do, only routelab simulate shows: a replay knows one request at a time`,
          ),
        ]),
  ];
}

function betweenRequests(policies: readonly ExecutionPolicy[]): string[] {
  return [
    ...(policies.some(({ breaker }) => breaker !== undefined) ? ['breaker'] : []),
    ...(policies.some(({ mostInFlight }) => mostInFlight !== undefined) ? ['most_in_flight'] : []),
  ];
}

/** Samples of one model that a request asks for at most. */
function mostAsked(policies: readonly ExecutionPolicy[]): number {
  return Math.max(...policies.map(({ retries, hedge }) => 1 + (retries?.most ?? 0) + (hedge?.to === 'same' ? 1 : 0)));
}

/** Missing for a further sample of a model. */
function endedForAnother({ status, attemptOffsets, attemptWhy }: DecisionColumns, query: number): boolean {
  if (status[query] !== DECISION_STATUS.missing) return false;
  const why = ATTEMPT_WHY[attemptWhy[(attemptOffsets[query + 1] as number) - 1] as number];
  return why === 'retry' || why === 'hedged';
}

function isUntimed({ status, latencyMs }: DecisionColumns, query: number): boolean {
  return status[query] !== DECISION_STATUS.missing && Number.isNaN(latencyMs[query]);
}
