/** Kinds of arrays of numbers that are written to files, sent and shared, by the name they have there. */
export const NUMBER_ARRAYS = {
  Float64Array,
  Float32Array,
  Uint32Array,
  Int32Array,
  Uint16Array,
  Int16Array,
  Uint8Array,
  Int8Array,
} as const;

export type NumberArrayName = keyof typeof NUMBER_ARRAYS;

/** An array of one of these kinds. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Uint32Array
  | Int32Array
  | Uint16Array
  | Int16Array
  | Uint8Array
  | Int8Array;

/** The kind of an array; a buffer of Node's is one of bytes. */
export function numberArrayName(array: NumberArray): NumberArrayName {
  const { name } = array.constructor;
  return Object.hasOwn(NUMBER_ARRAYS, name) ? (name as NumberArrayName) : 'Uint8Array';
}
