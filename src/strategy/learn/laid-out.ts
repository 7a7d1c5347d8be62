/** Bytes of a register's worth of numbers: where every array begins. */
const REGISTER = 16;

/** Arrays one after another in memory: where each begins, and where the last ends. */
export function laidOut<N extends string>(
  numbers: Readonly<Record<N, number>>,
): { readonly at: Readonly<Record<N, number>>; readonly bytes: number } {
  let bytes = 0;
  const at = {} as Record<N, number>;
  for (const name of Object.keys(numbers) as N[]) {
    at[name] = bytes;
    bytes += REGISTER * Math.ceil((8 * numbers[name]) / REGISTER);
  }
  return { at, bytes };
}
