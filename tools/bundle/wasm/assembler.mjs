/**
 * A small assembler of WebAssembly modules (core specification 2.0, binary format): functions over one exported memory, written as
 * nested lists of bytes. Only what our kernels use.
 *
 * @typedef {number | Code[]} Code
 */

const I32 = 0x7f;
const TYPES = { i32: I32, f64: 0x7c, v128: 0x7b };
const EMPTY = 0x40;
/** Alignment hints of loads and stores, as powers of two. */
const ALIGN_4 = 2;
const ALIGN_8 = 3;
const ALIGN_16 = 4;

/** Unsigned LEB128. */
function unsigned(value) {
  const low = value & 0x7f;
  return value > 0x7f ? [low | 0x80, ...unsigned(value >>> 7)] : [low];
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value) {
  const low = value & 0x7f;
  const rest = value >> 7;
  const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return last ? [low] : [low | 0x80, ...signed(rest)];
}

const op =
  (...code) =>
  (...operands) => [operands, code];
const simd = (code) => op(0xfd, ...unsigned(code));
const memory = (code, align) => (address, offset) => [address, code, align, unsigned(offset)];
const stored = (code, align) => (address, offset, value) => [address, value, code, align, unsigned(offset)];

export const i32 = {
  const: (value) => [0x41, signed(value | 0)],
  add: op(0x6a),
  sub: op(0x6b),
  mul: op(0x6c),
  shl: op(0x74),
  and: op(0x71),
  or: op(0x72),
  equal: op(0x46),
  differs: op(0x47),
  /** Place of the lowest bit that is 1. */
  firstBit: op(0x68),
  lessThan: op(0x49),
  load: memory([0x28], ALIGN_4),
  store: stored([0x36], ALIGN_4),
  /** By a constant, zeros coming in from above. */
  shr: (value, by) => [value, i32.const(by), 0x76],
  /** What lies below a number from 0 to 2³² − 1. */
  floorOf: op(0xfc, 0x03),
};

/** Comparisons give 1 or 0. */
export const f64 = {
  const: (value) => [0x44, [...new Uint8Array(Float64Array.of(value).buffer)]],
  fromI32: op(0xb7),
  load: memory([0x2b], ALIGN_8),
  store: stored([0x39], ALIGN_8),
  equal: op(0x61),
  differs: op(0x62),
  less: op(0x63),
  more: op(0x64),
  atLeast: op(0x66),
  add: op(0xa0),
  sub: op(0xa1),
  mul: op(0xa2),
  div: op(0xa3),
  least: op(0xa4),
  greatest: op(0xa5),
  sqrt: op(0x9f),
};

export const v128 = {
  load: memory([0xfd, 0x00], ALIGN_16),
  store: stored([0xfd, 0x0b], ALIGN_16),
  /** 64 bits, the upper half zero. */
  loadHalf: memory([0xfd, unsigned(0x5d)], ALIGN_8),
  /** 64 bits, in both halves. */
  loadTwice: memory([0xfd, unsigned(0x0a)], ALIGN_8),
  /** 32 bits, four times. */
  loadFourfold: memory([0xfd, unsigned(0x09)], ALIGN_4),
  /** Eight signed bytes as 16-bit lanes. */
  loadBytes: memory([0xfd, 0x01], ALIGN_8),
  or: simd(0x50),
  /** By bit of the third, 1 of the first and 0 of the second. */
  select: simd(0x52),
  xor: simd(0x51),
  and: simd(0x4e),
  /** The bits of the first that the second has not. */
  without: simd(0x4f),
  /** Bits of the first where the mask is 1, of the second where it is 0. */
  choose: simd(0x52),
  anyTrue: simd(0x53),
  zero: [0xfd, 0x0c, ...new Array(16).fill(0)],
  /** The lower 64 bits. */
  storeHalf: (address, offset, value) => [address, value, 0xfd, unsigned(0x5b), ALIGN_8, unsigned(offset), 0],
  /** The upper half below, twice. */
  upper: (value) => [value, value, 0xfd, 0x0d, [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]],
};

export const i32x4 = {
  splat: simd(0x11),
  lane: (lane, value) => [value, 0xfd, 0x1b, lane],
  greater: simd(0x3b),
  shl: (value, by) => [value, i32.const(by), 0xfd, unsigned(0xab)],
  shr: (value, by) => [value, i32.const(by), 0xfd, unsigned(0xad)],
  add: simd(0xae),
  sub: simd(0xb1),
  mul: simd(0xb5),
  least: simd(0xb6),
  greatest: simd(0xb8),
  /** Four lanes of the eight of two vectors. */
  shuffle: (one, other, lanes) => [one, other, 0xfd, 0x0d, lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))],
  /** Sums of neighbouring products of eight 16-bit lanes. */
  dot: simd(0xba),
  /** Eight 16-bit lanes from two times four that fit. */
  narrow: simd(0x85),
};

export const f64x2 = {
  splat: simd(0x14),
  equal: simd(0x47),
  less: simd(0x49),
  atLeast: simd(0x4c),
  floor: simd(0x75),
  abs: simd(0xec),
  negative: simd(0xed),
  /** A bit for each lane that is true. */
  mask: simd(0xc4),
  lane: (lane, value) => [value, 0xfd, 0x21, lane],
  more: simd(0x4a),
  add: simd(0xf0),
  sub: simd(0xf1),
  mul: simd(0xf2),
  div: simd(0xf3),
  /** As `Math.max`. */
  max: simd(0xf5),
  /** By lane: b < a ? b : a, and a < b ? b : a. */
  least: simd(0xf6),
  greatest: simd(0xf7),
  /** The lower two of four integers. */
  fromI32: simd(0xfe),
};

export const i64x2 = {
  shl: (value, by) => [value, i32.const(by), 0xfd, unsigned(0xcb)],
};

/** Repeats a body until an address reaches its end; the body must raise it. Does nothing where it is there already. */
export const whileBelow = (address, end, body) => repeatWhile(i32.lessThan(address, end), body);

/** Repeats a body as long as a condition holds. */
export const repeatWhile = (condition, body) => [
  [0x02, EMPTY, 0x03, EMPTY],
  [condition, 0x45, 0x0d, 1],
  body,
  [0x0c, 0, 0x0b, 0x0b],
];

export const when = (condition, body) => [condition, 0x04, EMPTY, body, 0x0b];

export const either = (condition, body, other) => [condition, 0x04, EMPTY, body, 0x05, other, 0x0b];

/** Ends the function. */
export const leave = [0x0f];

/**
 * A function without result.
 *
 * @param {string} name exported under
 * @param {string[]} parameters all i32
 * @param {Record<string, keyof typeof TYPES>} locals
 * @param {(local: Record<string, { get: Code, set(value: Code): Code }>) => Code} body
 */
export function func(name, parameters, locals, body) {
  const names = [...parameters, ...Object.keys(locals)];
  const known = Object.fromEntries(
    names.map((one, index) => [one, { get: [0x20, unsigned(index)], set: (value) => [value, 0x21, unsigned(index)] }]),
  );
  const declared = Object.values(locals).map((type) => [1, TYPES[type]]);
  const code = [vector(declared), body(known), 0x0b].flat(Number.POSITIVE_INFINITY);
  return { name, parameters: parameters.length, code: [unsigned(code.length), code] };
}

/** A module of functions over one memory, all exported. */
export function moduleOf(functions) {
  const text = (name) => vector([...Buffer.from(name)]);
  const exported = functions.map(({ name }, index) => [text(name), 0x00, unsigned(index)]);
  const sections = [
    [1, vector(functions.map(({ parameters }) => [0x60, vector(new Array(parameters).fill(I32)), 0]))],
    [3, vector(functions.map((_, index) => unsigned(index)))],
    [5, vector([[0x00, 1]])],
    [7, vector([[text('memory'), 0x02, 0], ...exported])],
    [10, vector(functions.map(({ code }) => code))],
  ];
  const bytes = sections.map(([id, content]) => {
    const flat = [content].flat(Number.POSITIVE_INFINITY);
    return [id, unsigned(flat.length), flat];
  });
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...bytes.flat(Number.POSITIVE_INFINITY)]);
}

function vector(items) {
  return [unsigned(items.length), items];
}
