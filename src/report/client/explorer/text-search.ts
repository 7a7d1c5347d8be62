import type { PageQueryData } from '../page/page-data.js';
import { breath } from '../page/steps.js';

/** How far a search has come. */
export interface SearchProgress {
  /** 1 by query where the text was found; grows while texts are read. */
  readonly found: Uint8Array;
  readonly hits: number;
  /** Queries whose texts were read, of those that have some. */
  readonly read: number;
  readonly of: number;
}

/** Queries between two breaths. */
const STEP = 256;

/**
 * Finds a text in ids, at once, and in prompts, references and answers, as they are inflated. Case is folded.
 *
 * @param seen called with every step; answering false ends the search
 */
export async function searchTexts(
  { ids, texts, header }: PageQueryData,
  text: string,
  seen: (progress: SearchProgress) => boolean,
): Promise<void> {
  const wanted = text.toLowerCase();
  const found = Uint8Array.from(ids, (id) => (id.toLowerCase().includes(wanted) ? 1 : 0));
  let hits = found.reduce((sum, one) => sum + one, 0);
  const { sampled, queries: of } = header.texts;
  if (!seen({ found, hits, read: 0, of })) return;
  for (let from = 0; from < of; from += STEP) {
    const to = Math.min(of, from + STEP);
    for (let at = from; at < to; at++) {
      const query = sampled?.[at] ?? at;
      if (found[query] === 1 || !holds(await texts(query), wanted)) continue;
      found[query] = 1;
      hits++;
    }
    await breath();
    if (!seen({ found, hits, read: to, of })) return;
  }
}

type Texts = Awaited<ReturnType<PageQueryData['texts']>>;

function holds(texts: Texts, wanted: string): boolean {
  if (texts === null) return false;
  const said = (text: string): boolean => text.toLowerCase().includes(wanted);
  return (
    texts.prompt.some(({ text }) => said(text)) ||
    texts.answers
      .concat(...(texts.further ?? []))
      .some((answer) => answer !== null && said('text' in answer ? answer.text : answer.error)) ||
    textsIn(texts.label).some(said)
  );
}

/** Every text of a label, however deep. */
function textsIn(label: unknown): string[] {
  if (typeof label === 'string') return [label];
  return label === null || typeof label !== 'object' ? [] : Object.values(label).flatMap(textsIn);
}
