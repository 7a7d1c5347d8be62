import { createHash, type Hash } from 'node:crypto';
import type { Work } from '../domain/work.js';
import type { Control, Engine } from './engine.js';
import { decode, encode, type Message } from './message.js';

/** Outputs of units by name. What is not there, or not whole, is null. */
export interface UnitStore {
  get(name: string): Promise<Message | null>;
  put(name: string, output: Message): Promise<void>;
  /** Nothing more is put. */
  close(): Promise<void>;
}

/** A work that takes less time than this is done again. */
const LEAST_MS = 50;

/**
 * An engine that runs no unit again whose output it still has. A unit is a pure function of the program, its kind, the common value and its
 * own input, and its name is the hash of these four, whole: where any of them is another, so is the name.
 *
 * @param program names the program, to the bit
 * @param leastMs a work that takes less time is not worth keeping
 */
export function keptEngine(engine: Engine, store: UnitStore, program: string, leastMs = LEAST_MS): Engine {
  const lasting = new WeakMap<object, string>();
  const commonOf = (work: Work): string => {
    const { kind, common } = work;
    const held = lasting.get(common as object);
    if (held !== undefined) return held;
    // What lasts is packed once for the hash and for those who are told of it.
    const packed = kind.common.lasting ? engine.packed?.(work) : undefined;
    const name = messageHash(packed ?? encode(kind.common.pack(common)));
    if (kind.common.lasting) lasting.set(common as object, name);
    return name;
  };
  const lookUp = async (work: Work): Promise<LookedUp> => {
    const common = commonOf(work);
    const names = work.inputs.map((input) => hashed([program, work.kind.name, common, messageHash(encode(input))]));
    const outputs: unknown[] = [];
    const missing: number[] = [];
    for (const [index, name] of names.entries()) {
      const held = await store.get(name);
      if (held === null) missing.push(index);
      else outputs[index] = decode(held);
    }
    return {
      names,
      outputs,
      missing,
      from: performance.now(),
      asked: { ...work, inputs: missing.map((place) => work.inputs[place]) },
    };
  };
  const begun = new WeakMap<Work, LookedUp>();
  return {
    name: engine.name,
    async begin(work, control) {
      if (engine.begin === undefined) return;
      const found = await lookUp(work);
      begun.set(work, found);
      if (found.missing.length > 0) await engine.begin(found.asked, tellingAll(work, found, control));
    },
    async run(work, control) {
      const found = begun.get(work) ?? (await lookUp(work));
      const { names, outputs, missing } = found;
      const made = await runSome(engine, work, found, control);
      for (const [at, index] of missing.entries()) {
        outputs[index] = made.outputs[at];
        if (made.tookMs >= leastMs) await store.put(names[index] as string, encode(made.outputs[at]));
      }
      return outputs;
    },
    async close() {
      await store.close();
      await engine.close();
    },
  };
}

/** What of a work is there, and what is to be done. */
interface LookedUp {
  readonly names: readonly string[];
  readonly outputs: unknown[];
  /** Places of the units that are still to be run. */
  readonly missing: readonly number[];
  readonly from: number;
  /** The work of these alone. */
  readonly asked: Work;
}

/** Runs some of a work's units. */
async function runSome(engine: Engine, work: Work, found: LookedUp, control: Control) {
  const all = work.inputs.length;
  const { asked, from } = found;
  const there = all - asked.inputs.length;
  if (there > 0) control.onUnit?.(there, all, work.kind.name);
  if (asked.inputs.length === 0) return { outputs: [], tookMs: 0 };
  const outputs = await engine.run(asked, tellingAll(work, found, control));
  return { outputs, tookMs: performance.now() - from };
}

/** Progress counts those that were there as done. */
function tellingAll({ inputs }: Work, { asked }: LookedUp, control: Control): Control {
  const { onUnit } = control;
  const there = inputs.length - asked.inputs.length;
  if (onUnit === undefined) return control;
  return { ...control, onUnit: (done, _, kind) => onUnit(there + done, inputs.length, kind) };
}

/** SHA-256 of everything a message says: its text, and its arrays with their kinds. */
function messageHash({ text, arrays }: Message): string {
  const hash = createHash('sha256');
  add(hash, Buffer.from(text));
  for (const array of arrays) {
    add(hash, Buffer.from(array.constructor.name));
    add(hash, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex');
}

/** With its length before it: where one piece ends and the next begins is part of what is hashed. */
function add(hash: Hash, bytes: Uint8Array): void {
  hash.update(`${bytes.length} `).update(bytes);
}

function hashed(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) add(hash, Buffer.from(text));
  return hash.digest('hex');
}
