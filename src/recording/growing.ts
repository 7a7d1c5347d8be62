type Column = Float64Array | Uint8Array | Int8Array | Int16Array | Uint32Array;

/** A typed column that grows as values are added. */
export interface Growing<T extends Column> {
  push(value: number): void;
  /** The values in the order of `rows`. */
  gathered(rows: Uint32Array): T;
}

/** An empty growing column of the kind that `make` makes. */
export function growing<T extends Column>(make: (size: number) => T): Growing<T> {
  let values = make(1024);
  let size = 0;
  return {
    push(value) {
      if (size === values.length) {
        const larger = make(size * 2);
        larger.set(values);
        values = larger;
      }
      values[size++] = value;
    },
    gathered(rows) {
      const sorted = make(rows.length);
      for (let i = 0; i < rows.length; i++) sorted[i] = values[rows[i] as number] as number;
      return sorted;
    },
  };
}
