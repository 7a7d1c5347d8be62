/** Whether a router reads the embedding of a request, which only a caller of the runtime can hand over. */
export function readsEmbedding({ pipeline }: { readonly pipeline: unknown }): boolean {
  return holds(pipeline);
}

function holds(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if ('type' in value && value.type === 'embedding') return true;
  return Object.values(value).some(holds);
}
