/** Parts of a whole that an embedding's numbers are multiples of: 2⁻¹⁴. */
const UNIT = 2 ** 14;

/** An embedding scaled to length 1, in whole multiples of 2⁻¹⁴. All zeros stay zeros. */
export type Embedding = Int16Array;

/**
 * An embedding from outside as routers see it, in harness and production alike: divided by its length √Σx² (summed in order,
 * every step correctly rounded), times 2¹⁴, rounded to the nearest whole number, halves up.
 *
 * @throws RangeError for no numbers at all, and for what is no finite number
 */
export function quantisedEmbedding(numbers: ArrayLike<number>): Embedding {
  let greatest = 0;
  for (let i = 0; i < numbers.length; i++) {
    const one = numbers[i] as number;
    if (typeof one !== 'number' || !Number.isFinite(one)) throw new RangeError(`embedding: item ${i + 1} is no finite number`);
    if (Math.abs(one) > greatest) greatest = Math.abs(one);
  }
  if (numbers.length === 0) throw new RangeError('embedding: has no numbers');
  const whole = new Int16Array(numbers.length);
  if (greatest === 0) return whole;
  let squares = 0;
  for (let i = 0; i < numbers.length; i++) {
    // Against the greatest, so that squares neither overflow nor vanish.
    const share = (numbers[i] as number) / greatest;
    squares += share * share;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < numbers.length; i++) whole[i] = Math.floor(((numbers[i] as number) / greatest / length) * UNIT + 0.5);
  return whole;
}
