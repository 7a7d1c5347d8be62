import { codedColumn } from '../../src/domain/column.js';
import type { Results } from '../../src/domain/results.js';
import { encodeColumns } from '../../src/report/pack/encode-columns.js';
import { encodeTexts } from '../../src/report/pack/encode-texts.js';
import { makeBlock, packOf, type QueryPack } from '../../src/report/pack/pack.js';
import { PACK_FORMAT } from '../../src/report/pack/pack-header.js';
import { hash32 } from '../../src/stats/hash.js';
import { plainTable } from './table-of.js';

/** A pack of made-up queries for the rows of some results: as large as one likes, where a run of that size would take minutes. */
export async function aLargePack(results: Results, size: number): Promise<QueryPack> {
  const all = Uint32Array.from({ length: size }, (_, query) => query);
  const modelIds = results.workload.models.map(({ modelId }) => modelId);
  const quality = (query: number, model: number): number => (hash32(model, query, 0) % 100 < 50 + 15 * model ? 1 : 0);
  const table = plainTable(
    modelIds,
    Array.from(all, (query) =>
      modelIds.map((_, model) => [quality(query, model), 0.001 * (model + 1), 100 + (query % 900)] as const),
    ),
  );
  const cells = (of: (query: number, model: number) => number): Float64Array =>
    Float64Array.from({ length: size * modelIds.length }, (_, cell) =>
      of(Math.floor(cell / modelIds.length), cell % modelIds.length),
    );
  const compared = results.rows.map(({ id, kind }, row) => {
    const first = Int16Array.from(all, (query) =>
      id.startsWith('single:') ? modelIds.indexOf(id.slice(7)) : hash32(row, query, 1) % modelIds.length,
    );
    const of = (value: (query: number, model: number) => number): Float64Array =>
      Float64Array.from(all, (query) => value(query, first[query] as number));
    return {
      id,
      kind,
      arm: {
        first,
        quality: of(quality),
        costPico: of((_, model) => 1e9 * (model + 1)),
        latencyMs: of((query) => 100 + (query % 900)),
      },
    };
  });
  const columns = encodeColumns(
    {
      inputsHash: results.inputs.hash,
      rows: all,
      measured: all,
      weight: new Float64Array(size).fill(1),
      category: codedColumn(Array.from(all, (query) => `category-${query % 5}`)),
      group: all,
      groupKeys: all,
      table,
      means: {
        quality: cells(quality),
        costPico: cells((_, model) => 1e9 * (model + 1)),
        latencyMs: cells((query) => 100 + (query % 900)),
      },
      compared,
      traced: new Map(),
      signals: new Map(),
    },
    PACK_FORMAT,
  );
  const ids = Array.from(all, (query) => `large-${query}`);
  const { texts, made } = await encodeTexts({
    mode: 'all',
    queries: size,
    lengthOf: () => 100,
    telling: () => false,
    budget: 1e9,
    read: async (queries) =>
      queries.map((query) => ({
        prompt: [{ role: 'user', text: `prompt of ${query}${query === size - 7 ? ' with a needle' : ''}` }],
        label: { reference: String(query) },
        answers: modelIds.map((id) => ({ text: `${id} says ${query}` })),
      })),
  });
  const numbers = [
    await makeBlock('columns', new Uint8Array(columns.bytes)),
    await makeBlock('ids', new TextEncoder().encode(JSON.stringify(ids))),
  ];
  return packOf(columns, texts, [...numbers, ...made]);
}
