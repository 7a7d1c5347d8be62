import { expect } from 'vitest';
import { parseYaml } from '../../src/app/load/import-yaml.js';
import type { Importer, ImportItem, ImportSource } from '../../src/dataset/importer/importer.js';
import { type GivenOptions, importSettings } from '../../src/dataset/importer/source/import-settings.js';

/** A source as the application builds it. */
export function importSource(importer: Importer, path: string, set?: string, options: GivenOptions = {}): ImportSource {
  const base = { path, options: importSettings(importer, options), parseYaml };
  return set === undefined ? base : { ...base, set };
}

/** Every item an importer yields. */
export async function importItems(importer: Importer, source: ImportSource): Promise<readonly ImportItem[]> {
  const items: ImportItem[] = [];
  for await (const item of importer.read(source)) items.push(item);
  return items;
}

/** Items of one kind. */
export function only<K extends ImportItem['kind']>(
  items: readonly ImportItem[],
  kind: K,
): readonly Extract<ImportItem, { kind: K }>[] {
  return items.filter((item): item is Extract<ImportItem, { kind: K }> => item.kind === kind);
}

/** What every importer promises of what it yields. */
export async function expectConforming(importer: Importer, source: ImportSource): Promise<void> {
  const items = await importItems(importer, source);
  const queries = only(items, 'query');
  const models = new Set(only(items, 'model').map(({ model }) => model.id));
  const ids = new Set(queries.map(({ query }) => query.id));
  expect(queries.length, 'queries').toBeGreaterThan(0);
  expect(ids.size, 'unique query ids').toBe(queries.length);
  expect(models.size, 'models named once').toBe(only(items, 'model').length);
  for (const { query, label } of queries) expect(label.queryId).toBe(query.id);
  const cells = new Set<string>();
  for (const { recording } of only(items, 'recording')) {
    expect(ids.has(recording.queryId), `a query ${recording.queryId}`).toBe(true);
    expect(models.has(recording.modelId), `a model ${recording.modelId}`).toBe(true);
    expect(recording.key).toBeNull();
    const { quality = 0, costUsd = 0 } = recording;
    expect(quality >= 0 && quality <= 1, `quality ${quality}`).toBe(true);
    expect(costUsd >= 0, `cost ${costUsd}`).toBe(true);
    cells.add(JSON.stringify([recording.queryId, recording.modelId, recording.sample]));
  }
  expect(cells.size, 'one recording a query, model and sample').toBe(only(items, 'recording').length);
  const decided = new Set<string>();
  for (const { strategy, queryId, modelId } of only(items, 'decision')) {
    expect(ids.has(queryId), `a query ${queryId}`).toBe(true);
    expect(models.has(modelId), `a model ${modelId}`).toBe(true);
    decided.add(JSON.stringify([strategy, queryId]));
  }
  expect(decided.size, 'one decision a strategy and query').toBe(only(items, 'decision').length);
  expectSettings(items, models);
  expect(await importItems(importer, source), 'the same items each time').toEqual(items);
  expect(JSON.parse(JSON.stringify(items)), 'plain data').toEqual(items);
}

function expectSettings(items: readonly ImportItem[], models: ReadonlySet<string>): void {
  const experiments = only(items, 'experiment');
  expect(experiments.length, 'experiments').toBe(1);
  const settings = experiments[0]?.settings;
  const named = [settings?.reference, settings?.pair?.weak, settings?.pair?.strong];
  if (settings?.cost.by === 'calls') named.push(settings.cost.model);
  for (const id of named) if (id !== undefined) expect(models.has(id), `a model ${id}`).toBe(true);
}
