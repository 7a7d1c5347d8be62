/** `domain/embedding.ts` for routers that read no embedding: what is handed in is passed over. */
export function quantisedEmbedding(): undefined {
  return undefined;
}
