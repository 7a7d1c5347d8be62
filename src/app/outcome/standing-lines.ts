import { UserError } from '../../domain/user-error.js';
import { sampleRegister } from '../../recording/sample-register.js';
import { FIRST_ANSWER, revisionOf, standingRank } from '../../recording/standing.js';

/** A recording as far as it matters which of several counts. */
export interface StandingLine {
  readonly query: number;
  readonly model: number;
  readonly sample: number;
  readonly revision: number;
  readonly failed: boolean;
  /** Index into the list of files read. */
  readonly file: number;
  readonly line: number;
  /** Of the line's text (`linePrint`). */
  readonly print: number;
}

export type Standing = 'new' | 'repeated' | 'superseded' | 'revised';

/**
 * Tells what a line is beside those read before: the first of its sample, the same again, behind one that was read, or in its place
 * from now on. A different recording of the same revision is an error, never a silent choice.
 *
 * @param paths of the files read
 * @param named what query and model are called
 */
export function standingLines(
  paths: readonly string[],
  named: (line: StandingLine) => { readonly modelId: string; readonly queryId: string },
): (line: StandingLine) => Standing {
  const register = sampleRegister();
  /** Rank of the line that stands of a sample, where it is no first answer. */
  const ranks = new Map<string, number>();
  return (own) => {
    const { model, sample, query, print, revision, failed } = own;
    const seen = register.seen(model, sample, query, print, own);
    if (seen === 'repeated') return 'repeated';
    const rank = standingRank(failed ? { revision, error: { kind: '' } } : { revision });
    if (seen === 'new') {
      if (rank !== FIRST_ANSWER) ranks.set(cellOf(own), rank);
      return 'new';
    }
    const cell = cellOf(own);
    const held = ranks.get(cell) ?? FIRST_ANSWER;
    if (revision !== revisionOf(held)) {
      if (rank < held) return 'superseded';
      ranks.set(cell, rank);
      register.replace(model, sample, query, print, own);
      return 'revised';
    }
    const { modelId, queryId } = named(own);
    const first = seen.file === own.file ? `line ${seen.line}` : `${paths[seen.file]}:${seen.line}`;
    throw new UserError({
      file: paths[own.file] ?? '',
      line: own.line,
      message: `another recording of ${modelId} for ${queryId} (sample ${sample}) than on ${first}`,
      accepted: 'one recording a query, model and sample; give repetitions their own sample number',
    });
  };
}

function cellOf({ model, sample, query }: StandingLine): string {
  return `${model} ${sample} ${query}`;
}
