import { inertText } from '../../inert-text.js';
import type { PageQueryData } from '../page/page-data.js';
import { breath } from '../page/steps.js';

/** Beginnings of prompts. They are read block by block as their rows come into sight. */
export interface Snippets {
  of(query: number): string | null;
  /** Reads those that are missing and tells when there are some; the queries named last win. */
  want(queries: readonly number[], read: () => void): void;
}

/** Characters that a row has room for. */
const SNIPPET = 160;
/** Rows that scroll by quicker than this are not read. */
const STILL_MS = 120;

export function openSnippets({ texts }: PageQueryData): Snippets {
  const held = new Map<number, string>();
  let turn = 0;
  return {
    of: (query) => held.get(query) ?? null,
    want(queries, read) {
      const missing = queries.filter((query) => !held.has(query)).sort((a, b) => a - b);
      if (missing.length === 0) return;
      const own = ++turn;
      setTimeout(async () => {
        for (const query of missing) {
          if (own !== turn) return;
          const prompt = (await texts(query))?.prompt;
          const last = prompt?.findLast(({ role }) => role === 'user') ?? prompt?.at(-1);
          held.set(query, inertText((last?.text ?? '').slice(0, SNIPPET)));
        }
        await breath();
        if (own === turn) read();
      }, STILL_MS);
    },
  };
}
