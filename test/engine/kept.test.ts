import { describe, expect, it } from 'vitest';
import type { UnitKind, Work } from '../../src/domain/work.js';
import type { Engine } from '../../src/engine/engine.js';
import { inline } from '../../src/engine/inline.js';
import { keptEngine, type UnitStore } from '../../src/engine/kept.js';
import type { Message } from '../../src/engine/message.js';

/** A store in memory. */
function held(): UnitStore & { readonly files: Map<string, Message> } {
  const files = new Map<string, Message>();
  return {
    files,
    get: (name) => Promise.resolve(files.get(name) ?? null),
    put: (name, output) => Promise.resolve(void files.set(name, output)),
    close: () => Promise.resolve(),
  };
}

interface Common {
  readonly scale: unknown;
}

/** A kind that notes what it is asked. */
function noting(name = 'noted') {
  const asked: unknown[] = [];
  const kind: UnitKind<Common, unknown, unknown> = {
    name,
    describe: 'gives its input back beside the common value',
    common: { name: 'scale', lasting: false, pack: (common) => common, unpack: (packed) => packed as Common },
    run(common, input) {
      asked.push(input);
      if (input === 'bad') throw new RangeError('a bad input');
      return { input, scale: common.scale };
    },
  };
  return { asked, work: (scale: unknown, inputs: readonly unknown[]): Work => ({ kind, common: { scale }, inputs }) as Work };
}

describe('an engine that keeps what came of units', () => {
  it('runs none twice, in this run or the next, and gives outputs in the inputs’ order', async () => {
    const store = held();
    const { asked, work } = noting();
    const told: [number, number][] = [];
    const control = { onUnit: (done: number, all: number) => void told.push([done, all]) };
    const first = await keptEngine(inline, store, 'p', 0).run(work(2, [1, { a: Float64Array.of(1, Number.NaN) }]), {});
    const again = await keptEngine(inline, store, 'p', 0).run(work(2, [3, { a: Float64Array.of(1, Number.NaN) }, 1]), control);
    expect(again).toEqual([{ input: 3, scale: 2 }, first[1], first[0]]);
    expect(asked).toEqual([1, { a: Float64Array.of(1, Number.NaN) }, 3]);
    expect(told).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it.each<[string, unknown, unknown, string, string]>([
    ['another input', 2, 7, 'noted', 'p'],
    ['another common value', 3, 1, 'noted', 'p'],
    ['another kind', 2, 1, 'other', 'p'],
    ['another program', 2, 1, 'noted', 'q'],
  ])('runs for %s', async (_, scale, input, kind, program) => {
    const store = held();
    await keptEngine(inline, store, 'p', 0).run(noting().work(2, [1]), {});
    const { asked, work } = noting(kind);
    await keptEngine(inline, store, program, 0).run(work(scale, [input]), {});
    expect(asked).toEqual([input]);
  });

  it('takes nothing for the same that differs in any bit, kind or place', async () => {
    const store = held();
    const alike: unknown[] = [
      0,
      -0,
      '0',
      null,
      [],
      [[]],
      [1, 23],
      [12, 3],
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      Float64Array.of(0),
      Float64Array.of(-0),
      Float32Array.of(0, 0),
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0),
      Int8Array.of(0, 0, 0, 0, 0, 0, 0, 0),
      [Uint8Array.of(1), Uint8Array.of(2, 3)],
      [Uint8Array.of(1, 2), Uint8Array.of(3)],
    ];
    const { asked, work } = noting();
    for (const one of alike) await keptEngine(inline, store, 'p', 0).run(work(2, [one]), {});
    for (const one of alike) await keptEngine(inline, store, 'p', 0).run(work(one, [1]), {});
    expect(asked).toHaveLength(2 * alike.length);
    expect(store.files.size).toBe(2 * alike.length);
  });

  it('begins what is not there yet, once, and keeps what comes of it', async () => {
    const store = held();
    const { asked, work } = noting();
    await keptEngine(inline, store, 'p', 0).run(work(2, [1, 3]), {});
    const begun: (readonly unknown[])[] = [];
    const other = { ...inline, begin: async (some: Work) => void begun.push(some.inputs) };
    for (const inputs of [[1, 2, 3], [2]]) {
      const engine = keptEngine(other, store, 'p', 0);
      const ahead = work(2, inputs);
      await engine.begin?.(ahead, {});
      expect(await engine.run(ahead, {})).toEqual(inputs.map((input) => ({ input, scale: 2 })));
    }
    expect([begun, asked]).toEqual([[[2]], [1, 3, 2]]);
  });

  it('has units called as it is told to, and counts those that were there, whether they were begun or not', async () => {
    const store = held();
    const { work } = noting();
    await keptEngine(inline, store, 'p', 0).run(work(2, [1, 3]), {});
    const told: string[] = [];
    const onUnit = (done: number, all: number): void => void told.push(`${done}/${all}`);
    const breakable = <T>(run: () => T): T => {
      told.push('called');
      return run();
    };
    let ahead: Promise<readonly unknown[]> | undefined;
    const other: Engine = {
      ...inline,
      begin: (some, control) => {
        ahead = inline.run(some, control);
        return Promise.resolve();
      },
      run: (some, control) => ahead ?? inline.run(some, control),
    };
    for (const isBegun of [false, true]) {
      const engine = keptEngine(other, store, 'p', Number.POSITIVE_INFINITY);
      const asked = work(2, [1, 2, 3]);
      if (isBegun) await engine.begin?.(asked, { onUnit, breakable });
      await engine.run(asked, { onUnit, breakable });
      expect(told.splice(0).sort()).toEqual(['2/3', '3/3', 'called']);
    }
  });

  it('keeps nothing of what failed, or took no time', async () => {
    const store = held();
    const { asked, work } = noting();
    const engine = keptEngine(inline, store, 'p', 0);
    for (let i = 0; i < 2; i++) await expect(engine.run(work(2, [1, 'bad']), {})).rejects.toThrow('a bad input');
    expect(asked).toEqual([1, 'bad', 1, 'bad']);
    await keptEngine(inline, store, 'p').run(work(2, [1]), {});
    expect(store.files.size).toBe(0);
  });
});
