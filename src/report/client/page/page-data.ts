import type { Results } from '../../../domain/results.js';
import type { PackHeader, QueryTexts } from '../../pack/pack-header.js';
import type { PageHead } from '../../pack/page-blocks.js';
import { type QueryColumns, queryColumns } from '../../pack/query-columns.js';
import { textPlace } from '../../pack/text-place.js';
import { readBlock, readJson } from './blocks.js';

/** Everything a section computes from. Texts are inflated when first asked for, some hundred queries at a time. */
export interface PageData {
  /** Its texts are inert. */
  readonly results: Results;
  /** Null where the page was made without its queries: `absent` says why. */
  readonly queries: PageQueryData | null;
  readonly absent: string | null;
}

/**
 * What the page knows of single queries but their numbers, which `derived.view` has as they are supposed. Texts are as
 * recorded: show them by `textContent` and through `inertText`.
 */
export interface PageQueryData {
  readonly header: PackHeader;
  readonly ids: readonly string[];
  /** Null for a query whose texts were left out. */
  texts(query: number): Promise<QueryTexts | null>;
}

/** The same with the numbers that a view has. */
export interface ViewedQueries extends PageQueryData {
  readonly columns: QueryColumns;
}

/** The page's data, and the recorded numbers of its queries, of which views are made. */
export interface ReadPage {
  readonly data: PageData;
  readonly columns: QueryColumns | null;
}

/** Reads the page's own data; a second or less at 10,000 queries × 10 strategies. */
export async function readPageData(): Promise<ReadPage> {
  const head = JSON.parse(document.getElementById('page-head')?.textContent ?? 'null') as PageHead;
  const results = readJson('results') as Promise<Results>;
  const { pack, absent } = head;
  if (pack === null) return { data: { results: await results, queries: null, absent }, columns: null };
  const [bytes, ids] = await Promise.all([readBlock('columns'), readJson('ids')]);
  const queries: PageQueryData = { header: pack, ids: ids as string[], texts: textReader(pack) };
  return { data: { results: await results, queries, absent }, columns: queryColumns(pack, bytes) };
}

/** Keeps the block read last but a few: walking through queries stays within it. */
const BLOCKS_KEPT = 4;

function textReader({ texts }: PackHeader): PageQueryData['texts'] {
  const held = new Map<number, Promise<readonly QueryTexts[]>>();
  return async (query) => {
    const place = textPlace(texts, query);
    if (place === null) return null;
    const { block, at } = place;
    const known = held.get(block) ?? (readJson(`texts-${block}`) as Promise<readonly QueryTexts[]>);
    held.delete(block);
    held.set(block, known);
    for (const oldest of held.keys()) {
      if (held.size <= BLOCKS_KEPT) break;
      held.delete(oldest);
    }
    return (await known)[at] ?? null;
  };
}
