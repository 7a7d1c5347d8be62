import { createHash } from 'node:crypto';
import type { StoredRecording } from './stored-recordings.js';

/** Where the line that counts of a cell stands. */
export interface StandingLine {
  readonly file: string;
  readonly line: number;
  readonly revision: number;
  readonly print: string;
}

/** What a line is beside those read before: `counts` for now, the same again, older than one that counts, or in its way. */
export type Standing = 'counts' | 'repeated' | 'superseded' | StandingLine;

/** Tells lines of one cell apart by the revision rule: the highest counts, and two different lines never share one. */
export function cellStandings(): (read: StoredRecording) => Standing {
  const held = new Map<string, StandingLine>();
  return ({ file, line, text, recording }) => {
    const { revision = 0 } = recording;
    const cell = cellName(recording);
    const print = createHash('sha256').update(text).digest('base64');
    const before = held.get(cell);
    if (before !== undefined && before.revision > revision) return 'superseded';
    if (before?.revision === revision) return before.print === print ? 'repeated' : before;
    held.set(cell, { file, line, revision, print });
    return 'counts';
  };
}

/** One name a (query, model, sample). */
export function cellName({ queryId, modelId, sample }: StoredRecording['recording']): string {
  return JSON.stringify([queryId, modelId, sample]);
}
