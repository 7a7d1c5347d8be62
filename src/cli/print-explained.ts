import type { Difference, ExplainedLine, ExplainedRecording, ExplainedSample, NearRecording } from '../app/explain-recording.js';
import { counted } from '../domain/measured-text.js';
import { inertText } from '../report/inert-text.js';
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
  const { queryId, modelId, parameters, obstacle, samples } = explained;
  return [
    colour.bold(`${inertText(queryId)} · ${inertText(modelId)}`),
    `  wanted   ${parameters === null ? `can't be asked now: ${inertText(obstacle ?? '')}` : inertText(JSON.stringify(parameters))}`,
    ...samples.flatMap(sampleLines),
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

const NEAR = {
  same_request: 'the very same request, under another query',
  cell: 'this recording',
  query: 'another sample of the query',
  model: 'another query',
  other_model: 'another model',
} as const satisfies Record<NearRecording['of'], string>;

function nearLines({ of, file, line, modelId, queryId, sample, parameters, messages }: NearRecording): string[] {
  const differences = parameters ?? [];
  return [
    `  nearest  ${NEAR[of]}: ${inertText(modelId)} on ${inertText(queryId)}, sample ${sample} (${inertText(file)}:${line})`,
    ...(parameters === null ? ['           it does not keep its parameters'] : []),
    ...(parameters !== null && differences.length === 0 ? ['           parameters are the same'] : []),
    ...differences.map((one) => `           ${differenceText(one)}`),
    ...(messages === 'different'
      ? ['           messages  the query was asked with others than it has now (they are not stored)']
      : []),
  ];
}

/** `temperature  stored 0.5, wanted 0` */
export function differenceText({ path, stored, wanted }: Difference): string {
  return `${inertText(path)}  stored ${shown(stored)}, wanted ${shown(wanted)}`;
}

function shown(value: Difference['stored']): string {
  if (value === undefined) return 'nothing';
  const text = inertText(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
