import type { TextColumn } from '../../domain/column.js';

/** Texts one after another in UTF-16 units: any text survives, half a surrogate pair included. */
export interface PackedTexts {
  /** One byte a unit where every unit of every text fits one, else two. */
  readonly units: Uint8Array | Uint16Array;
  /** Where each text begins; length size + 1. */
  readonly offsets: Uint32Array;
}

/** Units that are turned into a text at once: a call takes only so many arguments. */
const STEP = 8192;

/** The texts of a column in one array. */
export function packTexts(column: TextColumn): PackedTexts {
  const offsets = new Uint32Array(column.size + 1);
  let wide = false;
  for (let row = 0; row < column.size; row++) {
    const text = column.get(row);
    offsets[row + 1] = (offsets[row] as number) + text.length;
    for (let at = 0; !wide && at < text.length; at++) wide = text.charCodeAt(at) > 255;
  }
  const total = offsets[column.size] as number;
  const units = wide ? new Uint16Array(total) : new Uint8Array(total);
  for (let row = 0, to = 0; row < column.size; row++) {
    const text = column.get(row);
    for (let at = 0; at < text.length; at++) units[to++] = text.charCodeAt(at);
  }
  return { units, offsets };
}

/** The column again; a text is made when it is asked for. */
export function unpackTexts({ units, offsets }: PackedTexts): TextColumn {
  const size = offsets.length - 1;
  return {
    size,
    get(row) {
      if (!(row >= 0 && row < size)) throw new RangeError(`row ${row} is outside 0..${size - 1}`);
      const to = offsets[row + 1] as number;
      let text = '';
      for (let at = offsets[row] as number; at < to; at += STEP)
        // Not spread: an array of numbers is several times faster as it is.
        text += String.fromCharCode.apply(null, units.subarray(at, Math.min(to, at + STEP)) as unknown as number[]);
      return text;
    },
  };
}
