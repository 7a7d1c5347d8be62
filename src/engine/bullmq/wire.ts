import { NUMBER_ARRAYS, type NumberArray, type NumberArrayName, numberArrayName } from '../../domain/number-array.js';
import type { Message } from '../message.js';
import type { BlobStore } from './blob-store.js';

/** A message as JSON carries it: small arrays inside, large ones by their hash. */
export interface WireMessage {
  readonly text: string;
  readonly arrays: readonly WireArray[];
}

type WireArray = readonly [kind: NumberArrayName, 'base64' | 'blob', string];

/** Arrays from this size on are put apart, where several units may speak of the same one. */
const LEAST_BLOB = 1 << 12;

/** @param blobs null: everything inside */
export async function toWire({ text, arrays }: Message, blobs: BlobStore | null): Promise<WireMessage> {
  const wired: WireArray[] = [];
  for (const array of arrays) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    wired.push(
      blobs === null || bytes.length < LEAST_BLOB
        ? [numberArrayName(array), 'base64', Buffer.from(bytes).toString('base64')]
        : [numberArrayName(array), 'blob', await blobs.put(bytes)],
    );
  }
  return { text, arrays: wired };
}

export async function fromWire({ text, arrays }: WireMessage, blobs: BlobStore | null): Promise<Message> {
  const made: NumberArray[] = [];
  for (const [kind, as, value] of arrays) {
    if (as === 'blob' && blobs === null) throw new Error('an array that nobody here holds');
    made.push(arrayOf(kind, as === 'blob' ? await (blobs as BlobStore).get(value) : Buffer.from(value, 'base64')));
  }
  return { text, arrays: made };
}

/** Bytes of a buffer that others use too may begin at any place: they are copied to where the numbers may stand. */
function arrayOf(kind: NumberArrayName, bytes: Uint8Array): NumberArray {
  const made = NUMBER_ARRAYS[kind];
  const fits = bytes.byteOffset % made.BYTES_PER_ELEMENT === 0;
  const own = fits ? bytes : bytes.slice();
  return new made(own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / made.BYTES_PER_ELEMENT);
}
