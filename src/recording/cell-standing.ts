import { createHash } from 'node:crypto';
import { standingRank } from './standing.js';
import type { StoredRecording } from './stored-recordings.js';

/** Where a line of a cell stands. */
export interface StandingLine {
  readonly file: string;
  readonly line: number;
  readonly print: string;
}

/** What a line is beside those read before: `counts` for now, the same again, behind one that counts, or in its way. */
export type Standing = 'counts' | 'repeated' | 'superseded' | StandingLine;

/** Tells lines of one cell apart: the highest rank counts, and two different lines never share a revision. */
export function cellStandings(): (read: StoredRecording) => Standing {
  const ranks = new Map<string, number>();
  const lines = new Map<string, StandingLine>();
  return ({ file, line, text, recording }) => {
    const cell = cellName(recording);
    const revision = `${cell} ${recording.revision ?? 0}`;
    const print = createHash('sha256').update(text).digest('base64');
    const same = lines.get(revision);
    if (same !== undefined) return same.print === print ? 'repeated' : same;
    lines.set(revision, { file, line, print });
    const rank = standingRank(recording);
    if ((ranks.get(cell) ?? -1) > rank) return 'superseded';
    ranks.set(cell, rank);
    return 'counts';
  };
}

/** One name a (query, model, sample); a verdict is known by its request. */
export function cellName({ queryId, modelId, sample, judged, key }: StoredRecording['recording']): string {
  return JSON.stringify(judged === undefined ? [queryId, modelId, sample] : [key]);
}
