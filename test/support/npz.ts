import { crc32, deflateRawSync } from 'node:zlib';

/** An array as `numpy.save` writes it: head of version 1, then the values. */
export function npy(dtype: string, shape: readonly number[], values: Buffer, order = false): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const head = `{'descr': '${dtype}', 'fortran_order': ${order ? 'True' : 'False'}, 'shape': (${sizes}), }`;
  const padded = `${head.padEnd(Math.ceil((10 + head.length + 1) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(padded, 'latin1'), values]);
}

/** A matrix of float64. */
export function floats(rows: readonly (readonly number[])[]): Buffer {
  const values = Buffer.from(Float64Array.from(rows.flat()).buffer);
  return npy('<f8', [rows.length, rows[0]?.length ?? 0], values);
}

/** A list of texts (dtype U). */
export function texts(items: readonly string[]): Buffer {
  const width = Math.max(1, ...items.map((item) => [...item].length));
  const values = Buffer.alloc(items.length * width * 4);
  for (const [row, item] of items.entries()) {
    for (const [index, character] of [...item].entries())
      values.writeUInt32LE(character.codePointAt(0) ?? 0, (row * width + index) * 4);
  }
  return npy(`<U${width}`, [items.length], values);
}

export interface ZipOptions {
  readonly deflate?: boolean;
  /** Sizes and offsets stand in 64-bit fields, as in archives beyond 4 GB. */
  readonly wide?: boolean;
  readonly comment?: string;
}

/** A zip archive of these files, in this order. */
export function zip(
  files: Readonly<Record<string, Buffer>>,
  { deflate = true, wide = false, comment = '' }: ZipOptions = {},
): Buffer {
  const bodies: Buffer[] = [];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflate ? deflateRawSync(content) : content;
    const facts = {
      name: Buffer.from(name),
      method: deflate ? 8 : 0,
      crc: crc32(content),
      packed: packed.length,
      length: content.length,
    };
    // Local heads carry an extra field of their own, which must be stepped over.
    const local = Buffer.concat([localHead(facts), facts.name, Buffer.alloc(20)]);
    bodies.push(local, packed);
    heads.push(entryHead(facts, offset, wide));
    offset += local.length + packed.length;
  }
  const directory = Buffer.concat(heads);
  const count = heads.length;
  return Buffer.concat([...bodies, directory, ...ends(count, directory.length, offset, wide, Buffer.from(comment))]);
}

interface Facts {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly length: number;
}

function localHead({ name, method, crc, packed, length }: Facts): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(packed, 18);
  head.writeUInt32LE(length, 22);
  head.writeUInt16LE(name.length, 26);
  head.writeUInt16LE(20, 28);
  return head;
}

function entryHead({ name, method, crc, packed, length }: Facts, offset: number, wide: boolean): Buffer {
  const head = Buffer.alloc(46);
  const extra = Buffer.alloc(wide ? 28 : 0);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(method, 10);
  head.writeUInt32LE(crc, 16);
  for (const [at, value] of [
    [20, packed],
    [24, length],
    [42, offset],
  ] as const)
    head.writeUInt32LE(wide ? 0xffffffff : value, at);
  if (wide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    for (const [index, value] of [length, packed, offset].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  }
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  return Buffer.concat([head, name, extra]);
}

function ends(count: number, size: number, offset: number, wide: boolean, comment: Buffer): Buffer[] {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? 0xffffffff : size, 12);
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  if (!wide) return [end, comment];
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  for (const [at, value] of [
    [32, count],
    [40, size],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt(value), at);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  return [record, locator, end, comment];
}
