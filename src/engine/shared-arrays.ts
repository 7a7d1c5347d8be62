import type { NumberArray } from '../domain/number-array.js';
import type { Message } from './message.js';

/** Arrays from this size on are put where all threads see them, instead of being copied to each. */
const LEAST_BYTES = 1 << 14;

/** Puts a message's large arrays into shared memory, each once however often it is sent. */
export function sharedArrays(): (message: Message) => Message {
  const held = new WeakMap<NumberArray, NumberArray>();
  const shared = (array: NumberArray): NumberArray => {
    if (array.byteLength < LEAST_BYTES || array.buffer instanceof SharedArrayBuffer) return array;
    const found = held.get(array);
    if (found !== undefined) return found;
    const buffer = new SharedArrayBuffer(array.byteLength);
    const made = new (array.constructor as new (of: SharedArrayBuffer) => NumberArray)(buffer);
    made.set(array);
    held.set(array, made);
    return made;
  };
  return ({ text, arrays }) => ({ text, arrays: arrays.map(shared) });
}
