const SHINGLE_WORDS = 5;

/** Words as a near-copy test sees them: lower case, runs of letters, digits or underscores. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** The set of 5-word shingles; of a text of fewer words, the whole text. */
export function shingles(tokens: readonly string[]): Set<string> {
  if (tokens.length < SHINGLE_WORDS) return new Set([tokens.join(' ')]);
  const out = new Set<string>();
  for (let i = 0; i + SHINGLE_WORDS <= tokens.length; i++) out.add(tokens.slice(i, i + SHINGLE_WORDS).join(' '));
  return out;
}

/** An inverted index that answers: what is the largest shingle overlap (Jaccard) of this text with any kept before? */
export interface CopyIndex {
  highestOverlap(text: string): number;
  add(text: string): void;
}

export function copyIndex(): CopyIndex {
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();
  return {
    highestOverlap(text) {
      const own = shingles(words(text));
      const shared = new Map<number, number>();
      for (const shingle of own) for (const id of holders.get(shingle) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
      let highest = 0;
      for (const [id, count] of shared) highest = Math.max(highest, count / (own.size + (sizes[id] ?? 0) - count));
      return highest;
    },
    add(text) {
      const own = shingles(words(text));
      for (const shingle of own) {
        const ids = holders.get(shingle);
        if (ids) ids.push(sizes.length);
        else holders.set(shingle, [sizes.length]);
      }
      sizes.push(own.size);
    },
  };
}
