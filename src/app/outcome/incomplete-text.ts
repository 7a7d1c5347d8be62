import { counted } from '../../domain/measured-text.js';
import { UserError } from '../../domain/user-error.js';
import { inertText } from '../../report/inert-text.js';
import { nearDifferences, nearText } from './near-text.js';
import type { Incomplete, IncompleteCell } from './what-lacks.js';

/** Models that are named with their counts. */
const NAMED = 5;

/** What lacks in numbers, the examples, and what to do, one line each. */
export interface IncompleteTexts {
  readonly counts: readonly string[];
  readonly cells: readonly string[];
  readonly fixes: readonly string[];
}

export function incompleteTexts({ missing, otherwise, models, examples, fixes }: Incomplete): IncompleteTexts {
  const of = (state: 'missing' | 'otherwise'): string => {
    const counts = models.filter((model) => model[state] > 0).map((model) => `${inertText(model.modelId)} ${model[state]}`);
    const more = counts.length > NAMED ? `, and ${counted(counts.length - NAMED, 'more model')}` : '';
    return `${counts.slice(0, NAMED).join(', ')}${more}`;
  };
  return {
    counts: [
      ...(missing === 0 ? [] : [`${counted(missing, 'recording is', 'recordings are')} missing: ${of('missing')}`]),
      ...(otherwise === 0
        ? []
        : [
            `${counted(otherwise, 'recording was', 'recordings were')} asked otherwise than the files say now: ${of('otherwise')}`,
          ]),
    ],
    cells: examples.map(cellText),
    fixes,
  };
}

function cellText({ state, queryId, modelId, key, near }: IncompleteCell): string {
  const cell = `${inertText(queryId)} × ${inertText(modelId)}`;
  if (near === null) return `${cell}  ${key === null ? 'no recording of this query' : 'nothing near it is recorded'}`;
  const wanted = key === null ? '' : `key ${key.slice(0, 12)}…  `;
  const place = state === 'otherwise' ? `recorded (${inertText(near.file)}:${near.line})` : `nearest: ${nearText(near)}`;
  return `${cell}  ${wanted}${place}: ${nearDifferences(near).join('; ')}`;
}

/** Stops a run that must be whole: exit 4. */
export function incompleteError(incomplete: Incomplete): UserError {
  const { counts, cells, fixes } = incompleteTexts(incomplete);
  const skip = 'routelab run --on-missing skip   compares on the queries that are complete';
  const lines = [...counts.slice(1), ...cells];
  return new UserError(
    [
      { message: counts[0] ?? '', ...(lines.length > 0 ? {} : { hint: [...fixes, skip].join('\n') }) },
      ...lines.map((message, at) => ({
        message,
        ...(at === lines.length - 1 ? { hint: [...fixes, skip].join('\n') } : {}),
      })),
    ],
    4,
  );
}
