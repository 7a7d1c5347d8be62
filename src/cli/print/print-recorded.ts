import type { RecordRequest } from '../../app/record/record-request.js';
import { callsIn, leftIn, type RecordedWorkspace } from '../../app/record/recorded-workspace.js';
import { shellWord } from '../../domain/shell-word.js';
import { formatCount, formatNumber } from '../../report/format.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

type Lane = RecordedWorkspace['lanes'][number];

/** What was recorded and spent, and what was left, and why. */
export function outcomeLines(recorded: RecordedWorkspace, maxCostUsd: number | null): string[] {
  const { failed, spentUsd, unresolvedUsd, plan } = recorded;
  const lanes = [...recorded.lanes, ...recorded.judgeLanes];
  if (callsIn(plan) === 0) return ['nothing to record: what was asked for has its recordings', ...beyondLines(plan)];
  const made = recorded.lanes.reduce((sum, lane) => sum + lane.recorded, 0);
  const total = plan.spentUsd + plan.unresolvedUsd + spentUsd + unresolvedUsd;
  const unknown =
    unresolvedUsd === 0 ? '' : ` and ${formatNumber(unresolvedUsd, 'usd')} reserved for calls of which nobody knows`;
  const cap = maxCostUsd === null ? '' : `; ${formatNumber(total, 'usd')} of ${formatNumber(maxCostUsd, 'usd')} in all`;
  return [
    `${colour.bold('recorded')} ${formatCount(made)} of ${formatCount(plan.calls)} calls${failed === 0 ? '' : `, ${formatCount(failed)} of them as failed`}`,
    ...verdictLines(recorded),
    `spent    ${formatNumber(spentUsd, 'usd')} known${unknown}${cap}`,
    ...lanes
      .filter(({ left }) => left > 0)
      .map(
        (lane) =>
          `${colour.yellow('left')}     ${inertText(lane.modelId)}: ${formatCount(lane.left)} calls, because ${inertText(whyLeft(lane))}`,
      ),
    ...heldLines(recorded),
    ...beyondLines(plan),
    ...lanes.flatMap(({ modelId, warnings }) =>
      warnings.map((warning) => `${colour.yellow('warn')}     ${inertText(modelId)}: ${inertText(warning)}`),
    ),
  ];
}

/** What the judges said. */
function verdictLines({ judgeLanes, plan }: RecordedWorkspace): string[] {
  if (plan.judges.length === 0) return [];
  if (judgeLanes.length === 0) return ['judged   nothing: no answer is there that lacks a verdict'];
  return judgeLanes.map(
    ({ modelId, recorded, left }) =>
      `judged   ${formatCount(recorded)} of ${formatCount(recorded + left)} verdicts by ${inertText(modelId)}`,
  );
}

/** Where the cap stopped something, how much of it is held for calls of which nobody knows the cost. */
function heldLines({ plan, lanes, judgeLanes, unresolvedUsd }: RecordedWorkspace): string[] {
  const held = plan.unresolvedUsd + unresolvedUsd;
  if (held === 0 || ![...lanes, ...judgeLanes].some(({ end }) => end === 'cap')) return [];
  const what = `${formatNumber(held, 'usd')} of the cap is held for calls of which nobody knows what they cost`;
  return [`held     ${what}: routelab recordings spending`];
}

/** What a limit leaves out, where something is missing there. */
export function beyondLines({ beyondLimit }: RecordedWorkspace['plan']): string[] {
  return beyondLimit === 0 ? [] : [`beyond   ${formatCount(beyondLimit)} calls are missing of the queries beyond --limit`];
}

/** Why a model's calls were not all made. */
export function whyLeft({ end, kept, lastFault, address }: Lane): string {
  const last = lastFault === null ? '' : ` (last attempt: ${lastFault.kind}: ${lastFault.message})`;
  const stands = kept === 0 ? '' : `; ${formatCount(kept)} failed where an answer is recorded, and the answer stands`;
  return `${endText(end, address)}${typeof end === 'string' ? last : ''}${stands}`;
}

function endText(end: Lane['end'], address: string): string {
  switch (end) {
    case 'done':
    case 'stopped':
      return 'recording was stopped';
    case 'kept':
      return 'they failed';
    case 'cap':
      return 'the cap leaves no room for another call at its worst case';
    case 'down':
      return 'the provider is down';
    case 'unreachable':
      return `nothing answers at ${address}`;
    case 'failing':
      return 'five calls in a row failed with all their retries';
    default:
      return end.kind === 'network' && end.unbilled
        ? `nothing answers at ${address} (${end.message})`
        : `${end.kind}: ${end.message}`;
  }
}

/** What to do next: go on where this run ended, or replay what it recorded. */
export function nextLine(
  args: readonly string[],
  experiment: string | undefined,
  request: RecordRequest,
  recorded: RecordedWorkspace,
): string {
  const run = ['routelab', 'run', ...(experiment === undefined ? [] : [shellWord(experiment)])].join(' ');
  if (leftIn(recorded) === 0)
    return `next     ${recorded.plan.beyondLimit === 0 ? run : resumeCommand(withoutLimit(args), request, recorded)}`;
  const capped = [...recorded.lanes, ...recorded.judgeLanes].some(({ end }) => end === 'cap');
  return `resume   ${resumeCommand(args, request, recorded)}${capped ? '   (with a higher --max-cost)' : ''}`;
}

function withoutLimit(args: readonly string[]): string[] {
  return args.filter((argument, at) => !/^--limit(=|$)/.test(argument) && args[at - 1] !== '--limit');
}

/** The command that goes on where this one ended, to be pasted into a shell. */
function resumeCommand(args: readonly string[], { mode, before }: RecordRequest, { startedAt }: RecordedWorkspace): string {
  const since = mode === 'all' && before === null ? ['--before', startedAt.toISOString()] : [];
  return ['routelab', ...args, ...since].map(shellWord).join(' ');
}
