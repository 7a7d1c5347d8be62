/** One file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  /** CRC-32 of the unpacked bytes. */
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes when unpacked. */
  readonly length: number;
  /** Of its local head. */
  readonly offset: number;
}

/** Where an archive's directory stands. */
export interface DirectoryEnd {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

export const LOCAL_HEAD = 0x04034b50;
const ENTRY_HEAD = 0x02014b50;
const END_HEAD = 0x06054b50;
const LOCATOR64_HEAD = 0x07064b50;
const END64_HEAD = 0x06064b50;

/** A 32-bit field that says: look in the 64-bit one. */
const ELSEWHERE = 0xffffffff;

/** Finds the directory from the last bytes of an archive; undefined where they don't end one. */
export function directoryEnd(tail: Buffer): DirectoryEnd | undefined {
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_HEAD || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const plain = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    const needs64 = plain.count === 0xffff || plain.size === ELSEWHERE || plain.offset === ELSEWHERE;
    return needs64 ? end64(tail, at) : plain;
  }
  return undefined;
}

/** The 64-bit record, which stands in front of its locator, which stands in front of the plain record. */
function end64(tail: Buffer, end: number): DirectoryEnd | undefined {
  const locator = end - 20;
  const record = locator - 56;
  if (record < 0 || tail.readUInt32LE(locator) !== LOCATOR64_HEAD || tail.readUInt32LE(record) !== END64_HEAD) return undefined;
  const number = (at: number): number => Number(tail.readBigUInt64LE(record + at));
  return { count: number(32), size: number(40), offset: number(48) };
}

/** The entries of a directory; undefined where it isn't one of that many. */
export function directoryEntries(directory: Buffer, count: number): readonly ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_HEAD) return undefined;
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    if (extraEnd > directory.length) return undefined;
    entries.push(entryAt(directory, at, nameEnd, directory.subarray(nameEnd, extraEnd)));
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(directory: Buffer, at: number, nameEnd: number, extra: Buffer): ZipEntry {
  const long = longFields(extra);
  const wide = (offset: number): number => {
    const value = directory.readUInt32LE(at + offset);
    return value === ELSEWHERE ? (long.shift() ?? value) : value;
  };
  // The 64-bit fields that are there come in this order.
  const length = wide(24);
  const packed = wide(20);
  const offset = wide(42);
  return {
    name: directory.toString('utf8', at + 46, nameEnd),
    method: directory.readUInt16LE(at + 10),
    encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    crc: directory.readUInt32LE(at + 16),
    packed,
    length,
    offset,
  };
}

/** The numbers of the zip64 extra field. */
function longFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const size = Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4);
    return Array.from({ length: Math.floor(size / 8) }, (_, index) => Number(extra.readBigUInt64LE(at + 4 + index * 8)));
  }
  return [];
}
