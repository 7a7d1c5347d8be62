import { createHash } from 'node:crypto';
import type { ImportItem } from '../../dataset/importer/importer.js';
import type { Model } from '../../domain/model.js';
import { promptMessages, type Query } from '../../domain/query.js';
import type { Recording } from '../../domain/recording.js';
import { LEAST_KNOWN } from '../../experiment/compared-models.js';
import { normalisePrompt } from '../../experiment/split/normalise-prompt.js';
import type { ImportedModelCount, ImportedWorkspace, SkippedCount } from './import-report.js';
import { importedCosts } from './imported-costs.js';

/** Counts what an importer yields and says what is a repeat. Holds ids and numbers, no texts. */
export interface ImportTally {
  /** False when an earlier query has this id. */
  addQuery(query: Query): boolean;
  /** False when an earlier recording is of the same query, model and sample. */
  addRecording(recording: Recording): boolean;
  addModel(model: Model): void;
  addSkipped(item: Extract<ImportItem, { kind: 'skipped' }>): void;
  counts(): Pick<ImportedWorkspace, 'queries' | 'recordings' | 'skipped' | 'models' | 'costMismatch'>;
}

interface ModelCells {
  recordings: number;
  withoutCost: number;
  /** Query numbers that have sample 0, and `number#sample` of the others. */
  readonly cells: Set<number | string>;
  /** Query numbers that have any sample. */
  readonly queries: Set<number>;
}

export function importTally(): ImportTally {
  const numbers = new Map<string, number>();
  const known = new Set<number>();
  const prompts = new Set<string>();
  const models = new Map<string, Model>();
  const cells = new Map<string, ModelCells>();
  const skipped = new Map<string, SkippedCount>();
  const costs = importedCosts();
  let repeatedIds = 0;
  let repeatedPrompts = 0;
  let repeated = 0;
  const numberOf = (id: string): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  return {
    addQuery(query) {
      const number = numberOf(query.id);
      if (known.has(number)) repeatedIds++;
      if (known.has(number)) return false;
      known.add(number);
      const print = promptPrint(query);
      if (prompts.has(print)) repeatedPrompts++;
      prompts.add(print);
      return true;
    },
    addRecording(recording) {
      const { modelId, sample } = recording;
      const model = cells.get(modelId) ?? { recordings: 0, withoutCost: 0, cells: new Set(), queries: new Set() };
      cells.set(modelId, model);
      const number = numberOf(recording.queryId);
      const cell = sample === 0 ? number : `${number}#${sample}`;
      if (model.cells.has(cell)) repeated++;
      if (model.cells.has(cell)) return false;
      model.cells.add(cell);
      model.queries.add(number);
      model.recordings++;
      if (recording.costUsd === undefined) model.withoutCost++;
      costs.note(recording);
      return true;
    },
    addModel: (model) => {
      models.set(model.id, model);
      costs.addModel(model);
    },
    addSkipped({ what, reason, file, line, key }) {
      const first = { file, ...(line === undefined ? {} : { line }), ...(key === undefined ? {} : { key }) };
      const before = skipped.get(what + reason) ?? { what, reason, count: 0, first };
      skipped.set(what + reason, { ...before, count: before.count + 1 });
    },
    counts() {
      const kept = [...cells.values()].reduce((sum, model) => sum + model.recordings, 0);
      const orphans = [...cells.values()].reduce((sum, model) => sum + unknownQueries(model, known), 0);
      const left = [...skipped.values()].filter(({ what }) => what === 'query').reduce((sum, { count }) => sum + count, 0);
      return {
        queries: { read: known.size + left + repeatedIds, kept: known.size, repeatedIds, repeatedPrompts },
        recordings: { kept, repeated, withoutQuery: orphans },
        skipped: [...skipped.values()],
        models: [...models.values()].map((model) => modelCount(model, cells.get(model.id), known)),
        costMismatch: costs.found(),
      };
    },
  };
}

/** 96 bits of the normalised prompt's hash: texts don't have to be kept. */
function promptPrint(query: Query): string {
  const text = normalisePrompt(promptMessages(query.prompt));
  return createHash('sha256').update(text).digest('base64').slice(0, 16);
}

function unknownQueries(model: ModelCells, known: ReadonlySet<number>): number {
  return [...model.cells].filter((cell) => !known.has(typeof cell === 'number' ? cell : Number.parseInt(cell, 10))).length;
}

function modelCount(model: Model, cells: ModelCells | undefined, known: ReadonlySet<number>): ImportedModelCount {
  const recorded = [...(cells?.queries ?? [])].filter((number) => known.has(number)).length;
  const unpriced = model.price === undefined && (cells === undefined || cells.withoutCost > 0);
  const compared = recorded >= LEAST_KNOWN * known.size;
  return { id: model.id, recordings: cells?.recordings ?? 0, missingCells: known.size - recorded, unpriced, compared };
}
