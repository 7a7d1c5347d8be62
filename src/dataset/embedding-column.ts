import { type Embedding, quantisedEmbedding } from '../domain/embedding.js';

/** Collects embeddings one after another: no array per row stays. */
export interface EmbeddingColumnBuilder {
  /** @param numbers undefined where a row has none */
  add(numbers: ArrayLike<number> | undefined): void;
  done(): (row: number) => Embedding | undefined;
}

/** Numbers of a chunk; a longer embedding has one of its own. */
const CHUNK = 1 << 20;

/** An empty builder. Chunks never move, so that adding copies nothing. */
export function embeddingColumnBuilder(): EmbeddingColumnBuilder {
  const chunks: Int16Array[] = [];
  /** By row: its chunk, where it begins there, and how long it is. */
  let places = new Uint32Array(3 * 1024);
  let rows = 0;
  let used = 0;
  const placed = (own: Embedding): void => {
    if (used + own.length > (chunks.at(-1)?.length ?? 0)) {
      chunks.push(new Int16Array(Math.max(CHUNK, own.length)));
      used = 0;
    }
    chunks.at(-1)?.set(own, used);
    places.set([chunks.length - 1, used, own.length], 3 * rows);
    used += own.length;
  };
  return {
    add(numbers) {
      if (3 * rows === places.length) {
        const larger = new Uint32Array(2 * places.length);
        larger.set(places);
        places = larger;
      }
      if (numbers !== undefined) placed(quantisedEmbedding(numbers));
      rows++;
    },
    done: () => (row) => {
      const [chunk, from, length] = [places[3 * row], places[3 * row + 1], places[3 * row + 2]] as [number, number, number];
      return row < rows && length > 0 ? chunks[chunk]?.subarray(from, from + length) : undefined;
    },
  };
}
