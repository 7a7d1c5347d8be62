import type { Results } from '../../domain/results.js';
import { base64Of, gzip } from './gzip.js';
import type { QueryPack } from './pack.js';
import type { PackHeader } from './pack-header.js';

/** What a page knows of single queries, or why it knows nothing. */
export type PageQueries = QueryPack | { readonly absent: string };

/** What the page's script reads first: dictionaries of the queries, or why there are none. */
export interface PageHead {
  readonly pack: PackHeader | null;
  readonly absent: string | null;
}

/** Text of a script element that no browser runs: data for the page's own script. */
export interface PageBlock {
  readonly id: string;
  readonly type: 'application/json' | 'application/x-gzip-base64';
  readonly text: string;
}

/** Everything the page computes from, compressed. Results must be inert; the rest is made inert where it is shown. */
export async function pageBlocks(results: Results, queries: PageQueries): Promise<PageBlock[]> {
  const pack = 'absent' in queries ? null : queries;
  const head: PageHead = { pack: pack?.header ?? null, absent: 'absent' in queries ? queries.absent : null };
  const packed = (name: string, bytes: Uint8Array): PageBlock => ({
    id: `block-${name}`,
    type: 'application/x-gzip-base64',
    text: base64Of(bytes),
  });
  return [
    { id: 'page-head', type: 'application/json', text: scriptJson(head) },
    packed('results', await gzip(new TextEncoder().encode(JSON.stringify(results)))),
    ...(pack?.header.blocks ?? []).map(({ name }, index) => packed(name, pack?.blocks[index] as Uint8Array)),
  ];
}

/** JSON that can't end the element it stands in: every `<` is spelt out. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
