import { join } from 'node:path';
import type { NumberArray } from '../../domain/number-array.js';
import type { Engine } from '../../engine/engine.js';
import { keptEngine, type UnitStore } from '../../engine/kept.js';
import { readColumns, writeColumns } from '../../file/columns-file.js';
import { dropUnused, makeCacheFolder, noteUse } from './cache-folder.js';
import { codeOf } from './code-hash.js';

const UNIT = '.unit';
/** Outputs kept beside one experiment file, the last ones used. */
const MOST = { files: 4000, bytes: 500_000_000 };

/**
 * The engine, with what it works out kept in the workspace's cache and taken from there, by the hash of all it depends on; the program and
 * the JavaScript engine under it included.
 *
 * @param cache folder; null: nothing is kept
 * @param leastMs a work that takes less time is not worth keeping
 */
export function keepingUnits(engine: Engine, cache: string | null, leastMs?: number): Engine {
  if (cache === null) return engine;
  return keptEngine(engine, unitStore(join(cache, 'units')), `${codeOf().sha256} v8 ${process.versions.v8}`, leastMs);
}

/** A file for each output. One that can't be written is made again the next time. */
function unitStore(folder: string): UnitStore {
  let made: Promise<void> | null = null;
  const pathOf = (name: string): string => join(folder, `${name}${UNIT}`);
  return {
    async get(name) {
      const held = await readColumns(pathOf(name));
      if (held === null) return null;
      await noteUse(pathOf(name));
      const { text, ...arrays } = held.columns;
      return { text: Buffer.from(text as Uint8Array).toString('utf8'), arrays: Object.values(arrays) as NumberArray[] };
    },
    async put(name, { text, arrays }) {
      const columns = Object.fromEntries(arrays.map((array, at) => [`array${at}`, array]));
      try {
        made ??= makeCacheFolder(folder);
        await made;
        await writeColumns(pathOf(name), { columns: { text: new TextEncoder().encode(text), ...columns }, facts: null });
      } catch {
        // A folder that can't be written to is told of where the outcomes are read.
      }
    },
    async close() {
      if (made !== null) await dropUnused(folder, UNIT, MOST).catch(() => undefined);
    },
  };
}
