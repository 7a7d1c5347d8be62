/** The entries of a record that have a value: what a source doesn't say is absent, not undefined. */
export function present<T extends Record<string, unknown>>(record: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
