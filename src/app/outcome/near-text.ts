import type { Difference } from '../../recording/json-differences.js';
import type { NearRecording } from '../../recording/near-recording.js';
import { inertText } from '../../report/inert-text.js';

const NEAR = {
  same_request: 'the very same request, under another query',
  cell: 'this recording',
  query: 'another sample of the query',
  model: 'another query',
  other_model: 'another model',
} as const satisfies Record<NearRecording['of'], string>;

/** `another query: local/a on q0, sample 0 (recordings/live/local%2Fa.jsonl:1)` */
export function nearText({ of, file, line, modelId, queryId, sample }: NearRecording): string {
  return `${NEAR[of]}: ${inertText(modelId)} on ${inertText(queryId)}, sample ${sample} (${inertText(file)}:${line})`;
}

/** In what a stored recording differs from the request that is wanted, one text a difference. */
export function nearDifferences({ parameters, messages }: NearRecording): string[] {
  return [
    ...(parameters === null ? ['it does not keep its parameters'] : []),
    ...(parameters?.length === 0 ? ['parameters are the same'] : []),
    ...(parameters ?? []).map(differenceText),
    ...(messages === 'different' ? ['messages  the query was asked with others than it has now (they are not stored)'] : []),
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
