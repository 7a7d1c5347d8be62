import type { Model } from '../../../domain/model.js';
import type { ImportItem } from '../importer.js';
import { importedModel } from './imported-model.js';

/** Yields a model the first time it is named, for sources that tell their models on the way. */
export function modelItems(modelOf: (id: string) => Model = importedModel): (id: string) => Generator<ImportItem> {
  const seen = new Set<string>();
  return function* (id) {
    if (seen.has(id)) return;
    seen.add(id);
    yield { kind: 'model', model: modelOf(id) };
  };
}
