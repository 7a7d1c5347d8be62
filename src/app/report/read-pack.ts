import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Results } from '../../domain/results.js';
import { encodeTexts, type TextsMode } from '../../report/pack/encode-texts.js';
import type { QueryPack } from '../../report/pack/pack.js';
import type { PackHeader, QueryTexts } from '../../report/pack/pack-header.js';
import type { PageQueries } from '../../report/pack/page-blocks.js';
import { columnsAreWhole, isPackHeader } from './pack-schema.js';

/** Name of the pack in a report's folder. */
export const PACK_FILE = 'queries.pack';

/** The pack beside a results file, or why the page has to do without. */
export async function readPack(resultsFile: string, results: Results): Promise<PageQueries> {
  const file = join(dirname(resultsFile), PACK_FILE);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return { absent: `there is no ${PACK_FILE} beside the results` };
  const end = bytes.indexOf(10);
  const header = headerOf(bytes.subarray(0, Math.max(0, end)).toString('utf8'));
  if (header === null) return { absent: `${PACK_FILE} is of another version` };
  if (!belongs(header, results)) return { absent: `${PACK_FILE} belongs to other results` };
  const blocks: Uint8Array[] = [];
  let at = end + 1;
  for (const block of header.blocks) {
    blocks.push(bytes.subarray(at, at + block.bytes));
    at += block.bytes;
  }
  return at === bytes.length ? { header, blocks } : { absent: `${PACK_FILE} is cut off` };
}

function headerOf(line: string): PackHeader | null {
  try {
    const header: unknown = JSON.parse(line);
    return isPackHeader(header) && columnsAreWhole(header) ? header : null;
  } catch {
    return null;
  }
}

/** Rows are found by their place: they have to be the same ones. */
function belongs({ inputsHash, rows }: PackHeader, results: Results): boolean {
  const same = rows.length === results.rows.length && rows.every((id, index) => id === results.rows[index]?.id);
  return same && inputsHash === results.inputs.hash;
}

/** The pack with fewer texts than it came with; it can't have more. */
export async function withTexts(pack: QueryPack, mode: TextsMode): Promise<QueryPack> {
  const { header, blocks } = pack;
  const { texts } = header;
  if (mode === 'auto' || mode === 'all' || texts.mode === 'none' || (mode === 'sample' && texts.mode === 'sample')) return pack;
  const held = new Map(header.blocks.map(({ name }, index) => [name, blocks[index] as Uint8Array]));
  const fewer = await encodeTexts({
    mode,
    queries: header.queries,
    lengthOf: () => 0,
    telling: () => false,
    budget: 0,
    read: async (queries) => textsIn(held, queries, texts.perBlock),
  });
  const kept = header.blocks.flatMap((block, index) =>
    block.name.startsWith('texts-') ? [] : [{ block, bytes: blocks[index] as Uint8Array }],
  );
  const all = [...kept, ...fewer.made];
  // Signals are what callers said: values go with the texts.
  const silent = mode === 'none' ? { signals: {}, deciders: header.deciders.map((one) => one && { ...one, signals: [] }) } : {};
  return {
    header: { ...header, ...silent, texts: fewer.texts, blocks: all.map(({ block }) => block) },
    blocks: all.map(({ bytes }) => bytes),
  };
}

/** Texts out of a pack that has them all. */
function textsIn(held: ReadonlyMap<string, Uint8Array>, queries: readonly number[], perBlock: number): QueryTexts[] {
  const inflated = new Map<number, QueryTexts[]>();
  return queries.map((query) => {
    const block = Math.floor(query / perBlock);
    const texts =
      inflated.get(block) ??
      (JSON.parse(gunzipSync(held.get(`texts-${block}`) ?? new Uint8Array()).toString('utf8')) as QueryTexts[]);
    inflated.set(block, texts);
    return texts[query % perBlock] as QueryTexts;
  });
}
