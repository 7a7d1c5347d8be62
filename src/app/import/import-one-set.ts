import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImportedExperiment, Importer, ImportItem, ImportSource } from '../../dataset/importer/importer.js';
import { openDatasetWriter } from '../../dataset/write-dataset.js';
import { counted } from '../../domain/measured-text.js';
import type { Model } from '../../domain/model.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { openRecordingsWriter } from '../../recording/write-recordings.js';
import { experimentYaml, modelsYaml } from '../load/import-yaml.js';
import type { ImportedWorkspace } from './import-report.js';
import { importTally } from './import-tally.js';

/** Problems shown at once; the rest is counted. */
const MOST_PROBLEMS = 20;

/**
 * Writes one set of a source as a workspace into `staged`. Throws UserError with the problems found in the files, after
 * reading all of them; then nothing must be kept of `staged`.
 */
export async function importOneSet(
  importer: Importer,
  source: ImportSource,
  staged: string,
  dir: string,
): Promise<ImportedWorkspace> {
  const recordingsDir = `recordings/${fileName(source.set ?? importer.name)}`;
  await mkdir(staged, { recursive: true });
  const dataset = await openDatasetWriter(join(staged, 'dataset.jsonl'));
  const recordings = await openRecordingsWriter(join(staged, recordingsDir));
  const tally = importTally();
  const found: Found = { notes: [], problems: [], problemCount: 0, decisions: new Map(), models: [], settings: undefined };
  try {
    for await (const item of importer.read(source)) {
      if (item.kind === 'query') {
        if (tally.addQuery(item.query)) await dataset.write(item.query, item.label);
      } else if (item.kind === 'recording') {
        if (tally.addRecording(item.recording)) await recordings.write(item.recording);
      } else if (item.kind === 'skipped') tally.addSkipped(item);
      else collect(found, item);
      if (item.kind === 'model') tally.addModel(item.model);
    }
  } finally {
    await Promise.all([dataset.close(), recordings.close()]);
  }
  refuse(found);
  const { settings } = found;
  if (settings === undefined) throw new Error(`importer ${importer.name} yielded no experiment`);
  const counts = tally.counts();
  if (counts.queries.kept === 0) throw new UserError({ file: source.path, message: 'no query is left to import' });
  const decisions = await writeDecisions(staged, found.decisions);
  await writeFile(join(staged, 'models.yaml'), modelsYaml(found.models, settings));
  await writeFile(join(staged, 'routelab.yaml'), experimentYaml(settings, recordingsDir, importer.name, decisions.length > 0));
  const files = [
    { path: 'dataset.jsonl', what: `${counts.queries.kept} labelled queries` },
    {
      path: `${recordingsDir}/`,
      what: `${counted(counts.recordings.kept, 'recording')} of ${counted(found.models.length, 'model')}`,
    },
    { path: 'models.yaml', what: 'the models; prices where the source has them' },
    { path: 'routelab.yaml', what: 'the experiment: runs as it is' },
    ...decisions.map(({ path, strategy }) => ({ path, what: `what ${strategy} chose` })),
  ];
  const chosen = decisions.map(({ strategy, count }) => ({ strategy, count }));
  return {
    set: source.set ?? null,
    name: settings.name,
    dir,
    ...counts,
    decisions: chosen,
    notes: found.notes,
    audits: null,
    files,
  };
}

interface Found {
  readonly notes: string[];
  readonly problems: Problem[];
  problemCount: number;
  /** JSONL by strategy. */
  readonly decisions: Map<string, string[]>;
  readonly models: Model[];
  settings: ImportedExperiment | undefined;
}

function collect(found: Found, item: Exclude<ImportItem, { kind: 'query' | 'recording' | 'skipped' }>): void {
  if (item.kind === 'note') found.notes.push(item.message);
  else if (item.kind === 'model') found.models.push(item.model);
  else if (item.kind === 'experiment') found.settings = item.settings;
  else if (item.kind === 'problem') {
    found.problemCount++;
    if (found.problems.length < MOST_PROBLEMS) found.problems.push(item.problem);
  } else {
    const lines = found.decisions.get(item.strategy) ?? [];
    found.decisions.set(item.strategy, lines);
    lines.push(JSON.stringify({ query_id: item.queryId, model_id: item.modelId }));
  }
}

function refuse({ problems, problemCount }: Found): void {
  if (problemCount === 0) return;
  const more = problemCount - problems.length;
  const rest = more === 0 ? [] : [{ message: `and ${more} more ${more === 1 ? 'problem' : 'problems'} of this kind` }];
  throw new UserError([...problems, ...rest]);
}

async function writeDecisions(staged: string, decisions: Found['decisions']) {
  const taken = new Set<string>();
  const written = [...decisions].map(([strategy, lines]) => {
    const path = `decisions/${freeName(fileName(strategy), taken)}.jsonl`;
    return { strategy, count: lines.length, path, lines };
  });
  for (const { path, lines } of written) {
    await mkdir(dirname(join(staged, path)), { recursive: true });
    await writeFile(join(staged, path), `${lines.join('\n')}\n`);
  }
  return written;
}

/** The name, numbered where an earlier one is the same on a disk that ignores case: no strategy replaces another. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}-${number}`;
  taken.add(free.toLowerCase());
  return free;
}

/** A name as part of a path. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '') || 'set';
}
