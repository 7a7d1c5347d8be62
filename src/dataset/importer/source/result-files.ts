import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, UserError } from '../../../domain/user-error.js';
import { readJsonAround, readJsonBefore } from './json-array.js';
import { isFolder } from './peek.js';
import { recordFields } from './record-fields.js';

/** One result file of LLMRouterBench: a run of one model over one split of one dataset. */
export interface ResultFile {
  readonly file: string;
  readonly dataset: string;
  readonly split: string;
  readonly model: string;
  readonly demo: boolean;
  /** `YYYYMMDD_HHMMSS` of the file's name; empty for the older `result.json`, which has none. */
  readonly stamp: string;
}

export type ChosenFiles = {
  /** The newest run of each dataset, split and model, in that order. */
  readonly chosen: readonly ResultFile[];
  readonly left: readonly { readonly file: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
};

const STAMPED = /-(\d{8}_\d{6})\.json$/;

/** Paths below a folder that are named like result files, sorted. */
export async function resultPaths(folder: string): Promise<readonly string[]> {
  if (!isFolder(folder)) return [];
  const names = await readdir(folder, { recursive: true });
  // Results stand in <dataset>/<split>/<model>/; a result.json anywhere else is something else.
  return names
    .filter((name) => STAMPED.test(name) || /[^/\\]+[/\\][^/\\]+[/\\][^/\\]+[/\\]result\.json$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Picks among result files: demo runs and all but the newest of a dataset, split and model are left. */
export async function chooseResultFiles(paths: readonly string[]): Promise<ChosenFiles> {
  const left: { file: string; reason: string }[] = [];
  const problems: Problem[] = [];
  const newest = new Map<string, ResultFile>();
  for (const path of paths) {
    const found = await headOf(path);
    if (!('dataset' in found)) problems.push(...found.problems);
    else if (found.demo) left.push({ file: path, reason: 'a demo run (a few records only)' });
    else {
      const key = JSON.stringify([found.dataset, found.split, found.model]);
      const other = newest.get(key);
      const [older, newer] = other === undefined || other.stamp > found.stamp ? [found, other] : [other, found];
      newest.set(key, newer ?? found);
      if (newer !== undefined) left.push({ file: older.file, reason: 'an older run of the same dataset, split and model' });
    }
  }
  return { chosen: [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file), left, problems };
}

/** What a result file says of itself, in front of its records where it can. */
async function headOf(file: string): Promise<ResultFile | { readonly problems: readonly Problem[] }> {
  try {
    const before = recordFields(await readJsonBefore(file, 'records'), file, 1);
    const whole = before.raw('demo') === undefined || before.raw('model_name') === undefined;
    const fields = whole ? recordFields(await readJsonAround(file, 'records'), file, 1) : before;
    const [dataset, split, model] = [fields.text('dataset_name'), fields.text('split'), fields.text('model_name')];
    const demo = fields.flag('demo') === true;
    if (dataset !== undefined && split !== undefined && model !== undefined && fields.problems.length === 0) {
      return { file, dataset, split, model, demo, stamp: STAMPED.exec(file)?.[1] ?? '' };
    }
    if (fields.problems.length > 0) return { problems: fields.problems };
    const accepted = 'dataset_name, split, model_name and records';
    return { problems: [{ file, line: 1, message: 'not a result file of LLMRouterBench', accepted }] };
  } catch (error) {
    if (error instanceof UserError) return { problems: error.problems };
    throw error;
  }
}
