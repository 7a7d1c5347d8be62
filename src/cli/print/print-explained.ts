import { differenceText, nearDifferences, nearText } from '../../app/outcome/near-text.js';
import type {
  ExplainedLine,
  ExplainedRecording,
  ExplainedSample,
  ExplainedVerdict,
  NearRecording,
} from '../../app/recordings/explain-recording.js';
import { counted } from '../../domain/measured-text.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

const VERDICT = {
  recorded: 'recorded, as it would be asked now',
  failed: 'recorded as a failure, as it would be asked now',
  imported: 'imported: it has no key and fills its cell',
  changed: 'recorded, but it would be asked differently now',
  unchecked: 'recorded',
  missing: 'missing',
} as const satisfies Record<ExplainedSample['verdict'], string>;

/** What is recorded of a query and a model, and what differs where something does. */
export function explainedLines(explained: ExplainedRecording): string[] {
  const { queryId, modelId, parameters, obstacle, samples, verdicts } = explained;
  return [
    colour.bold(`${inertText(queryId)} · ${inertText(modelId)}`),
    `  wanted   ${parameters === null ? `can't be asked now: ${inertText(obstacle ?? '')}` : inertText(JSON.stringify(parameters))}`,
    ...samples.flatMap(sampleLines),
    ...verdicts.flatMap(verdictLines),
  ];
}

const STATE = {
  recorded: 'recorded, as it would be asked now',
  failed: 'recorded as a failure, as it would be asked now',
  unreadable: 'recorded, and no verdict can be read in it',
  changed: 'missing; there is one on another request',
  missing: 'missing',
} as const satisfies Record<ExplainedVerdict['state'], string>;

/** A verdict, and in what the nearest one differs where it is missing. */
function verdictLines({ judgeId, modelId, sample, order, judgeSample, ...verdict }: ExplainedVerdict): string[] {
  const shown = order === null ? '' : order === 'judged_first' ? ', shown first' : ', shown second';
  const { state, quality, key, file, line, differences } = verdict;
  return [
    `${colour.bold(`verdict ${judgeSample} of ${inertText(judgeId)}`)} on ${inertText(modelId)}, sample ${sample}${shown}: ${STATE[state]}${quality === null ? '' : `, ${quality}`}`,
    colour.dim(`  key      ${key}`),
    ...(file === null ? [] : [`  ${state === 'changed' ? 'nearest' : 'stored '}  ${inertText(file)}:${line}`]),
    ...differences.map((one) => `           ${differenceText(one)}`),
  ];
}

function sampleLines({ sample, verdict, key, lines, near }: ExplainedSample): string[] {
  return [
    `${colour.bold(`sample ${sample}`)} ${VERDICT[verdict]}`,
    ...(key === null ? [] : [colour.dim(`  key      ${key}`)]),
    ...lines.flatMap(storedLines),
    ...(near === null
      ? verdict === 'missing'
        ? ['  nearest  nothing is recorded of this query or this model']
        : []
      : nearLines(near)),
  ];
}

function storedLines({ file, line, revision, key, recordedAt, error, attempts }: ExplainedLine, at: number): string[] {
  const parts = [
    ...(revision === 0 ? [] : [`revision ${revision}`]),
    ...(recordedAt === null ? [] : [recordedAt]),
    ...(error === null ? [] : [`error ${inertText(error.kind)}`]),
    ...(attempts.length === 0 ? [] : [counted(attempts.length, 'attempt')]),
    ...(key === null ? [] : [`key ${inertText(key.slice(0, 12))}…`]),
  ];
  const faults = attempts.flatMap(({ error: fault, status }) =>
    fault === undefined ? [] : [`${inertText(fault.kind)}${status === undefined ? '' : ` ${status}`}`],
  );
  return [
    `  ${at === 0 ? 'stored ' : 'before '}  ${inertText(file)}:${line}  ${parts.join(', ')}`,
    ...(faults.length === 0 ? [] : [`           attempts that failed: ${faults.join(', ')}`]),
  ];
}

function nearLines(near: NearRecording): string[] {
  return [`  nearest  ${nearText(near)}`, ...nearDifferences(near).map((text) => `           ${text}`)];
}
