import { dirname, join, resolve } from 'node:path';
import type { Json } from '../../domain/json.js';
import type { Model } from '../../domain/model.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { QueryTable } from '../../domain/query.js';
import { nearRecording, type WantedRequest } from '../../recording/near-recording.js';
import { recordingKey } from '../../recording/recording-key.js';
import { redactJson } from '../../recording/redact.js';
import { byStanding } from '../../recording/standing.js';
import { wantedParameters } from '../call/asked-otherwise.js';
import { type FoundRecordings, findRecordings } from './find-recordings.js';
import type { Incomplete, IncompleteCell, IncompleteInput } from './what-lacks.js';

/** Examples of each state. */
const SHOWN = 3;

/** Why cells have no recording that fits, in the manner of VCR's error; null where nothing lacks. Reads the recordings once more, sends nothing. */
export async function explainIncomplete(input: IncompleteInput): Promise<Incomplete | null> {
  const { table, report, queries, models } = input;
  const lacking = missingCells(table);
  if (lacking.length === 0 && report.askedOtherwise.length === 0) return null;
  // Loaded only now: a replay of what is whole knows no provider.
  const [{ incompleteFixes }, { secretsOf }] = await Promise.all([
    import('./incomplete-fixes.js'),
    import('../call/workspace-secrets.js'),
  ]);
  const root = dirname(resolve(input.experimentFile));
  const secrets = await secretsOf({ ...input, root }, input.env);
  const cells = [
    ...firstOfEach(lacking).map((cell) => ({ state: 'missing' as const, ...cell })),
    ...firstOfEach(report.askedOtherwise).map((cell) => ({ state: 'otherwise' as const, ...cell })),
  ];
  const modelOf = new Map(models.models.map((model) => [model.id, model]));
  const wanted = cells.map((cell) => wantedOf(modelOf.get(cell.modelId), queries, cell.query, secrets));
  // A model that can't be asked has no request to hold anything against.
  const asked = wanted.filter((one) => one !== null);
  const dir = join(root, input.experiment.recordings);
  const found = new Map((asked.length === 0 ? [] : await findRecordings(dir, asked)).map((one, at) => [asked[at], one]));
  const byModel = models.models
    .map(({ id }) => ({
      modelId: id,
      missing: lacking.filter(({ modelId }) => modelId === id).length,
      otherwise: report.askedOtherwise.filter(({ modelId }) => modelId === id).length,
    }))
    .filter(({ missing, otherwise }) => missing + otherwise > 0);
  return {
    missing: lacking.length,
    otherwise: report.askedOtherwise.length,
    models: byModel,
    examples: cells.map((cell, at) => {
      const request = wanted[at] ?? null;
      const { state, modelId, sample } = cell;
      const example = { state, queryId: queries.ids.get(cell.query), modelId, sample };
      return { ...example, ...nearestTo(state, sample, request, request === null ? undefined : found.get(request)) };
    }),
    fixes: await incompleteFixes(input, byModel),
  };
}

interface Wanted extends WantedRequest {
  /** As they are sent: what the key is made of. */
  readonly sent: Readonly<Record<string, Json>>;
}

function wantedOf(model: Model | undefined, queries: QueryTable, query: number, secrets: readonly string[]): Wanted | null {
  const parameters = model === undefined ? null : wantedParameters(model);
  if (model === undefined || parameters === null) return null;
  const sent = { ...parameters } as unknown as Readonly<Record<string, Json>>;
  const stored = redactJson(sent, secrets) as Readonly<Record<string, Json>>;
  return { modelId: model.id, queryId: queries.ids.get(query), parameters: stored, sent, messages: queries.messages(query) };
}

function nearestTo(
  state: IncompleteCell['state'],
  sample: number,
  wanted: Wanted | null,
  found: FoundRecordings | undefined,
): Pick<IncompleteCell, 'key' | 'near'> {
  if (wanted === null || found === undefined) return { key: null, near: null };
  const { modelId, messages, sent } = wanted;
  const key = recordingKey({ modelId, parameters: sent, messages, sample });
  const standing = [...(found.cell.get(sample) ?? [])].sort((a, b) => byStanding(a.recording, b.recording))[0];
  if (state === 'missing' || standing === undefined) return { key, near: found.nearest(key, wanted) };
  return { key, near: nearRecording('cell', standing, wanted) };
}

type Cell = { readonly modelId: string; readonly query: number; readonly sample: number };

function missingCells({ modelIds, queryCount, cellOffsets }: OutcomeTable): Cell[] {
  const cells: Cell[] = [];
  for (let query = 0; query < queryCount; query++) {
    for (const [model, modelId] of modelIds.entries()) {
      const cell = query * modelIds.length + model;
      if (cellOffsets[cell] === cellOffsets[cell + 1]) cells.push({ modelId, query, sample: 0 });
    }
  }
  return cells;
}

function firstOfEach(cells: readonly Cell[]): Cell[] {
  const first = new Map<string, Cell>();
  for (const cell of cells) if (!first.has(cell.modelId)) first.set(cell.modelId, cell);
  return [...first.values()].slice(0, SHOWN);
}
