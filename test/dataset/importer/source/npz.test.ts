import { describe, expect, test } from 'vitest';
import { openArrays } from '../../../../src/dataset/importer/source/array-file.js';
import { openNpy } from '../../../../src/dataset/importer/source/npy-array.js';
import { zipBytes, zipEntries } from '../../../../src/dataset/importer/source/zip-entries.js';
import { floats, npy, texts, zip } from '../../../support/npz.js';
import { tempFile } from '../../../support/temp-file.js';

/**
 * Written by numpy 2.4.6: savez_compressed of matrices in float64 (with a NaN), float32, int64 and bool, and of texts as U
 * and S, under names with slashes.
 */
const BY_NUMPY =
  'UEsDBC0AAAAIAAAAIQANNsdf//////////8aABQAZWFzeS8yL2FsbC90cmFpbl9zY29yZS5ucHkBABAAoAAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ' +
  '6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgYw+GAPoR9A6R/1DFAAAFBLAwQtAAAACAAAACEAEBk6' +
  'Gf//////////GQAUAGVhc3kvMi9hbGwvdGVzdF9zY29yZS5ucHkBABAAggAAAAAAAABIAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF6TZKiuo6Cell' +
  '9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6CkaaOgq1CmQDLkYGAFBLAwQtAAAACAAAACEAyKOFX///////////FAAUAGVhc3kvMi9hbGwvbW9kZWwu' +
  'bnB5AQAQAKgAAAAAAAAAWwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuE2qqrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFA' +
  'CufAYGhiIgTgdifSBOBOKXQLz5CiMDMgAAUEsDBC0AAAAIAAAAIQBWBIhT//////////8XABQAcHJvbXB0L3RyYWluX3Byb21wdC5ucHkBABAAnAAAAAAA' +
  'AABbAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF4TbGiirqOgnpZfVFKUmBefX5SSCpJwS8wpTgWKF2ckFqQC+RpGOpo6CrUK5AOutMyi4hIGGChOTc' +
  '7PS9FRyMnPS08tAgBQSwMELQAAAAgAAAAhAHP+VOD//////////xYAFABwcm9tcHQvdGVzdF9wcm9tcHQubnB5AQAQAIwAAAAAAAAATQAAAAAAAACb7Bfq' +
  'GxDJyFDGUK2eklqcXKRupaBuE2qsrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOpo6CrUKFACuNAYGhj9AXATEAFBLAwQtAAAACAAAACEAtL' +
  'tNlP//////////GQAUAGhhcmQvMi9hbGwvdGVzdF9zY29yZS5ucHkBABAAkAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Ce' +
  'll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6CkaaOgq1CmQDLkYGVAAAUEsDBC0AAAAIAAAAIQBoLMaz//////////8aABQAaGFyZC8yL2FsbC90cm' +
  'Fpbl9zY29yZS5ucHkBABAAkAAAAAAAAABRAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5' +
  'GkY6CkaaOgq1CmQDLgaGBjsGBgd7IA3GAFBLAQItAy0AAAAIAAAAIQANNsdfVAAAAKAAAAAaAAAAAAAAAAAAAACAAQAAAABlYXN5LzIvYWxsL3RyYWluX3' +
  'Njb3JlLm5weVBLAQItAy0AAAAIAAAAIQAQGToZSAAAAIIAAAAZAAAAAAAAAAAAAACAAaAAAABlYXN5LzIvYWxsL3Rlc3Rfc2NvcmUubnB5UEsBAi0DLQAA' +
  'AAgAAAAhAMijhV9bAAAAqAAAABQAAAAAAAAAAAAAAIABMwEAAGVhc3kvMi9hbGwvbW9kZWwubnB5UEsBAi0DLQAAAAgAAAAhAFYEiFNbAAAAnAAAABcAAA' +
  'AAAAAAAAAAAIAB1AEAAHByb21wdC90cmFpbl9wcm9tcHQubnB5UEsBAi0DLQAAAAgAAAAhAHP+VOBNAAAAjAAAABYAAAAAAAAAAAAAAIABeAIAAHByb21w' +
  'dC90ZXN0X3Byb21wdC5ucHlQSwECLQMtAAAACAAAACEAtLtNlEoAAACQAAAAGQAAAAAAAAAAAAAAgAENAwAAaGFyZC8yL2FsbC90ZXN0X3Njb3JlLm5weV' +
  'BLAQItAy0AAAAIAAAAIQBoLMazUQAAAJAAAAAaAAAAAAAAAAAAAACAAaIDAABoYXJkLzIvYWxsL3RyYWluX3Njb3JlLm5weVBLBQYAAAAABwAHAOkBAAA/' +
  'BAAAAAA=';

async function all(file: string): Promise<Record<string, unknown>> {
  const arrays = await openArrays(file);
  const found: Record<string, unknown> = {};
  for (const name of arrays.names) {
    const rows: unknown[] = [];
    for await (const row of arrays.rows(name)) rows.push(row);
    found[name] = rows;
  }
  return found;
}

test('what numpy wrote is read as numpy wrote it', async () => {
  expect(await all(tempFile('numpy.npz', Buffer.from(BY_NUMPY, 'base64')))).toEqual({
    'easy/2/all/train_score': [
      [1, 0.5],
      [Number.NaN, 0],
    ],
    'easy/2/all/test_score': [[1, 0]],
    'easy/2/all/model': [['org/a'], ['é𝒳']],
    train_prompt: [['first'], ['second, longer']],
    test_prompt: [['für']],
    'hard/2/all/test_score': [[1, 0]],
    'hard/2/all/train_score': [
      [0.25, 0.75],
      [1, 1],
    ],
  });
});

describe('zip archives', () => {
  const content = { 'a.npy': floats([[1, 2]]), 'empty.npy': Buffer.alloc(0), 'é/b.txt': Buffer.from('x'.repeat(300_000)) };

  test.each([
    ['deflated', {}],
    ['stored', { deflate: false }],
    ['with 64-bit fields', { wide: true }],
    ['with a comment', { comment: 'PK\x05\x06 not the end' }],
  ])('%s', async (_name, options) => {
    const file = tempFile('x.npz', zip(content, options));
    const entries = await zipEntries(file);
    const found: string[][] = [];
    for (const entry of entries) {
      const chunks: Buffer[] = [];
      for await (const chunk of zipBytes(file, entry)) chunks.push(chunk);
      found.push([entry.name, Buffer.concat(chunks).toString('latin1')]);
    }
    expect(found).toEqual(Object.entries(content).map(([name, bytes]) => [name, bytes.toString('latin1')]));
  });

  test('a file that is cut off anywhere is never read as if it were whole', async () => {
    const whole = zip({
      'a.npy': floats([
        [1, 2],
        [3, 4],
      ]),
      'b.npy': texts(['x']),
    });
    for (let end = 0; end < whole.length; end += 7) {
      await expect(all(tempFile('cut.npz', whole.subarray(0, end)))).rejects.toThrow(/cut\.npz {2}not a zip archive/);
    }
  });

  test('damage is found by the checksum, or before', async () => {
    const whole = zip(
      {
        'a.npy': floats([
          [1, 2],
          [3, 4],
        ]),
      },
      { deflate: false },
    );
    const head = 30 + 'a.npy'.length + 20;
    for (const at of [head + 130, head + 155]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await expect(all(tempFile('d.npz', bytes))).rejects.toThrow('a.npy  is damaged: its checksum differs');
    }
    const packed = zip({
      'a.npy': floats([
        [1, 2],
        [3, 4],
      ]),
    });
    packed.fill(0xff, head, head + 6);
    await expect(all(tempFile('d.npz', packed))).rejects.toThrow('a.npy  is damaged');
  });

  test('encrypted and otherwise packed entries are refused', async () => {
    const bytes = zip({ 'a.npy': floats([[1]]) });
    const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    const encrypted = Buffer.from(bytes);
    encrypted[entry + 8] = 1;
    await expect(all(tempFile('e.npz', encrypted))).rejects.toThrow('a.npy  is encrypted; accepted: a zip without a password');
    const other = Buffer.from(bytes);
    other[entry + 10] = 93;
    await expect(all(tempFile('o.npz', other))).rejects.toThrow('a.npy  is packed by method 93; accepted: stored, deflated');
  });
});

describe('arrays', () => {
  const place = { file: 'x.npz', field: 'a' };
  async function read(...chunks: Buffer[]) {
    async function* bytes() {
      yield* chunks;
    }
    const array = await openNpy(bytes(), place);
    const rows: unknown[] = [];
    for await (const row of array.rows) rows.push(row);
    return rows;
  }
  const of = (dtype: string, values: ArrayLike<number> & { buffer: ArrayBufferLike }) =>
    read(npy(dtype, [values.length], Buffer.from(values.buffer)));

  test('every number dtype', async () => {
    expect(await of('<f4', Float32Array.of(0.5, -1))).toEqual([[0.5], [-1]]);
    expect(await of('<f8', Float64Array.of(0.1, Number.NaN))).toEqual([[0.1], [Number.NaN]]);
    expect(await of('|b1', Uint8Array.of(0, 1))).toEqual([[0], [1]]);
    expect(await of('|i1', Int8Array.of(-1))).toEqual([[-1]]);
    expect(await of('|u1', Uint8Array.of(255))).toEqual([[255]]);
    expect(await of('<i2', Int16Array.of(-2))).toEqual([[-2]]);
    expect(await of('<u2', Uint16Array.of(65_535))).toEqual([[65_535]]);
    expect(await of('<i4', Int32Array.of(-3))).toEqual([[-3]]);
    expect(await of('<u4', Uint32Array.of(4_294_967_295))).toEqual([[4_294_967_295]]);
    const big = Buffer.from(BigInt64Array.of(-5n).buffer);
    expect(await read(npy('<i8', [1], big))).toEqual([[-5]]);
    expect(await read(npy('<u8', [1], Buffer.from(BigUint64Array.of(6n).buffer)))).toEqual([[6]]);
    expect(await read(npy('|S4', [2], Buffer.from('fürab\0\0', 'utf8')))).toEqual([['für'], ['ab']]);
  });

  test('whatever the chunks, and however many rows', async () => {
    const whole = floats([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const bytes = [...whole].map((byte) => Buffer.from([byte]));
    expect(await read(...bytes)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await read(npy('<f8', [0, 3], Buffer.alloc(0)))).toEqual([]);
  });

  test.each<[string, Buffer, string]>([
    ['Fortran order', npy('<f8', [2, 2], Buffer.alloc(32), true), 'a  is in Fortran order; accepted: C order'],
    ['objects', npy('|O', [1], Buffer.alloc(8)), 'a  holds |O; accepted: float32, float64, bool'],
    ['big endian', npy('>f8', [1], Buffer.alloc(8)), 'a  holds >f8'],
    ['complex', npy('<c16', [1], Buffer.alloc(16)), 'a  holds <c16'],
    ['three dimensions', npy('<f8', [1, 1, 1], Buffer.alloc(8)), 'a  has 3 dimensions; accepted: one or two'],
    ['too few values', npy('<f8', [3], Buffer.alloc(16)), 'a  ends in row 3 of 3; accepted: a whole array'],
    ['too many values', npy('<f8', [1], Buffer.alloc(16)), 'a  has more values than its head says'],
    ['no array', Buffer.from('PK\x03\x04 something else'), 'a  is no NumPy array'],
    ['nothing', Buffer.alloc(0), 'a  is no NumPy array'],
    ['a head that is cut off', npy('<f8', [1], Buffer.alloc(8)).subarray(0, 40), 'a  has no readable head'],
  ])('%s is refused', async (_name, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  test('a Fortran list of one dimension is the same list', async () => {
    expect(await read(npy('<f8', [1], Buffer.alloc(8), true))).toEqual([[0]]);
  });
});
