import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { NumberArray } from '../../src/domain/number-array.js';
import { readColumns, writeColumns } from '../../src/file/columns-file.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-columns-'));
const path = join(dir, 'some.table');
afterAll(() => rmSync(dir, { recursive: true }));

const column: fc.Arbitrary<NumberArray> = fc.oneof(
  fc.float64Array(),
  fc.tuple(fc.nat(20), fc.double()).map(([length, all]) => new Float64Array(length).fill(all)),
  fc.uint32Array(),
  fc.int32Array(),
  fc.uint16Array(),
  fc.int16Array(),
  fc.uint8Array(),
  fc.int8Array(),
);

describe('files of columns', () => {
  it('give back what was written, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), column), fc.jsonValue(), async (columns, facts) => {
        const file = { columns, facts: JSON.parse(JSON.stringify(facts)) };
        await writeColumns(path, file);
        expect(await readColumns(path)).toEqual({ ...file, columns: { ...columns } });
      }),
      { numRuns: 60 },
    );
    expect(readdirSync(dir)).toEqual(['some.table']);
  });

  it('are none where they are cut off or changed anywhere', async () => {
    await writeColumns(path, { columns: { a: Float64Array.of(1, 2, 3), b: Uint8Array.of(7, 7) }, facts: 'é' });
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      writeFileSync(path, whole.subarray(0, at));
      expect(await readColumns(path)).toBeNull();
    }
    for (let at = whole.length - 24; at < whole.length; at++) {
      const other = Buffer.from(whole);
      other[at] = (other[at] as number) ^ 0x10;
      writeFileSync(path, other);
      expect(await readColumns(path)).toBeNull();
    }
    expect(await readColumns(join(dir, 'none'))).toBeNull();
  });
});
