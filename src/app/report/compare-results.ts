import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRunDecisions } from '../../dataset/read-run-decisions.js';
import type { Results } from '../../domain/results.js';
import type { RunComparison } from '../../domain/run-comparison.js';
import { compareRuns, type RunSide } from '../../experiment/runs/compare-runs.js';
import { toleranceOf } from '../../experiment/runs/tolerance.js';
import { readResults } from './read-results.js';

export interface CompareRequest {
  /** Each a results.json, a report folder, or a name in `reports/`; head is the latest report where it isn't named. */
  readonly base: string;
  readonly head: string | undefined;
  /** `quality=0.01`, `cost=5%` … */
  readonly tolerance: readonly string[];
  /** Queries listed for each row, each way. */
  readonly top: number;
}

/** A comparison, with head's results for what head promises by itself. */
export interface ComparedResults {
  readonly comparison: RunComparison;
  readonly head: Results;
  render(format: 'md' | 'json'): Promise<string>;
}

/** Holds two results against each other. Decisions are read from beside the results, where the reports have them. */
export async function compareResults({ base, head, tolerance, top }: CompareRequest): Promise<ComparedResults> {
  const options = { tolerance: toleranceOf(tolerance), top };
  const before = await sideOf(await readResults(base));
  const after = await sideOf(await readResults(head));
  const comparison = compareRuns(before, after, options);
  return {
    comparison,
    head: after.results,
    async render(format) {
      if (format === 'json') return `${JSON.stringify(comparison, null, 1)}\n`;
      return (await import('../../report/markdown/comparison-markdown.js')).renderComparisonMarkdown(comparison, after.results);
    },
  };
}

/** Writes a rendered comparison; folders on the way are made. */
export async function writeComparison(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function sideOf({ file, results }: { readonly file: string; readonly results: Results }): Promise<RunSide> {
  const files = [join(dirname(file), 'queries.csv'), join(dirname(file), 'decisions.csv')] as const;
  const kept = (await Promise.all(files.map(isThere))).every(Boolean);
  return { file, results, decisions: kept ? await readRunDecisions(...files) : null };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
