/** `shelf.ts` where nobody else decides for the same requests. */
export function shelved<A>(_batch: unknown, _key: unknown, make: () => A): A {
  return make();
}

export function shelvedColumn({ size }: { readonly size: number }, _key: unknown, of: (row: number) => number): Float64Array {
  const column = new Float64Array(size);
  for (let row = 0; row < size; row++) column[row] = of(row);
  return column;
}
