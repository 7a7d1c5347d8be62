import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../domain/user-error.js';
import { trialKey } from '../../experiment/search/search.js';
import type { Trial, TrialScore } from '../../experiment/search/trial.js';

/** What a line of a trace holds of a trial: where it was tried, and what it came to. */
const scoreSchema = z.strictObject({
  id: z.string(),
  on: z.string(),
  objective: z.number().nullable(),
  standardError: z.number().nullable(),
  quality: z.number().nullable(),
  cost: z.number().nullable(),
  shortfall: z.number(),
  coverage: z.number(),
  decisions: z.string(),
});

/** What was found out so far, on disk: a search that was interrupted goes on from here. */
export interface SearchTrace {
  readonly known: ReadonlyMap<string, TrialScore>;
  /** Notes a trial; nothing where it is known already. */
  note(trial: Trial): Promise<void>;
}

/**
 * Opens the trace of a search; its path names the inputs. A last line that a crash cut short is dropped: its trial is made
 * again.
 *
 * @param fresh forget what was found out before
 * @throws UserError naming the line for anything else that is no trial
 */
export async function openTrace(path: string, fresh: boolean): Promise<SearchTrace> {
  await mkdir(dirname(path), { recursive: true });
  const text = fresh ? '' : await readFile(path, 'utf8').catch(emptyWhereMissing);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (fresh || whole !== text) await writeFile(path, whole);
  const known = new Map(whole.split('\n').flatMap((line, index) => (line === '' ? [] : [entryOf(line, path, index + 1)])));
  return {
    known,
    async note(trial) {
      const key = trialKey(trial);
      if (known.has(key)) return;
      const { id, on, ...rest } = trial;
      const { number: _number, parameters: _parameters, groups: _groups, ...score } = rest;
      known.set(key, score);
      await appendFile(path, `${JSON.stringify({ id, on, ...score })}\n`);
    },
  };
}

function emptyWhereMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

function entryOf(line: string, file: string, number: number): [string, TrialScore] {
  try {
    const { id, on, ...score } = scoreSchema.parse(JSON.parse(line));
    return [trialKey({ id, on }), score];
  } catch {
    throw new UserError({
      file,
      line: number,
      message: 'not a trial of a search',
      hint: 'delete the file, or tune with --fresh',
    });
  }
}
