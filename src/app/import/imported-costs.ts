import type { Model } from '../../domain/model.js';
import type { Recording } from '../../domain/recording.js';
import { type CostMismatch, costMismatches } from '../outcome/cost-mismatch.js';

/** Compares given costs with tokens and prices while models and recordings still come in, in any order. */
export interface ImportedCosts {
  addModel(model: Model): void;
  note(recording: Recording): void;
  found(): readonly CostMismatch[];
}

/** Nothing compared yet. Of recordings that come before their model, cost and tokens are kept, not the answers. */
export function importedCosts(): ImportedCosts {
  const mismatches = costMismatches();
  const models = new Map<string, Model>();
  const early = new Map<string, Recording[]>();
  return {
    addModel(model) {
      models.set(model.id, model);
      for (const recording of early.get(model.id) ?? []) mismatches.note(recording, model);
      early.delete(model.id);
    },
    note(recording) {
      const { key, queryId, modelId, sample, usage, costUsd } = recording;
      if (usage === undefined || costUsd === undefined) return;
      const model = models.get(modelId);
      if (model !== undefined) return mismatches.note(recording, model);
      const held = early.get(modelId) ?? [];
      early.set(modelId, held);
      held.push({ key, queryId, modelId, sample, usage, costUsd });
    },
    found: mismatches.found,
  };
}
