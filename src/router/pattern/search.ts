import { codePointAt } from '../identity/utf8.js';
import { type CharSet, charSet, setHas } from './char-set.js';
import type { Instruction } from './program.js';
import { type Assertion, WORD } from './syntax.js';

/** A pattern ready to be looked for. One search at a time: the lists it walks with are kept and reused. */
export interface Search {
  /** Whether the pattern is found anywhere in the text. */
  matches(text: string): boolean;
  /** States visited by the last search: at most the program's size for every code point and the end. */
  steps(): number;
}

const WORD_SET = charSet(WORD);

/** Where the generation counter of the marks starts over. A search adds at most one a code point. */
const LAST_GENERATION = 0x3fffffff;

/**
 * Walks all states of a program side by side over the text's code points (Pike's simulation, without captures), so that
 * a search takes time linear in the text, whatever the pattern.
 */
export function createSearch(program: readonly Instruction[]): Search {
  const sets = program.map((one) => (one.op === 'set' ? charSet(one.ranges) : undefined));
  const begin = beginnings(program, sets);
  /** Generation in which a state was last reached: no state is visited twice at one place of the text. */
  const reachedIn = new Int32Array(program.length);
  const pending = new Int32Array(program.length);
  const waiting = new Int32Array(program.length);
  const seeds = new Int32Array(program.length);
  let generation = 0;
  let depth = 0;
  let steps = 0;

  const reach = (state: number): void => {
    if (reachedIn[state] === generation) return;
    reachedIn[state] = generation;
    pending[depth++] = state;
  };

  /** From the seeds and the start: how many states wait for a character, or -1 when the pattern is found. */
  const expand = (seeded: number, previous: number, point: number): number => {
    let size = 0;
    generation++;
    depth = 0;
    reach(0);
    for (let i = 0; i < seeded; i++) reach(seeds[i] as number);
    while (depth > 0) {
      const state = pending[--depth] as number;
      const instruction = program[state] as Instruction;
      steps++;
      if (instruction.op === 'set') waiting[size++] = state;
      else if (instruction.op === 'match') return -1;
      else if (instruction.op === 'assert') {
        if (holds(instruction.which, previous, point)) reach(state + 1);
      } else for (let i = 0; i < instruction.targets.length; i++) reach(instruction.targets[i] as number);
    }
    return size;
  };

  return {
    steps: () => steps,
    matches(text) {
      if (generation > LAST_GENERATION) {
        reachedIn.fill(0);
        generation = 0;
      }
      steps = 0;
      let seeded = 0;
      let previous = -1;
      for (let index = 0; ; ) {
        const point = index < text.length ? codePointAt(text, index) : -1;
        if (index > 0 && seeded === 0 && !mayBegin(begin, point)) {
          if (point < 0 || begin.never) return false;
        } else {
          const size = expand(seeded, previous, point);
          if (size < 0) return true;
          if (point < 0) return false;
          seeded = 0;
          for (let i = 0; i < size; i++) {
            const state = waiting[i] as number;
            if (setHas(sets[state] as CharSet, point)) seeds[seeded++] = state + 1;
          }
        }
        previous = point;
        index += point > 0xffff ? 2 : 1;
      }
    },
  };
}

/** What a match that begins after the start of the text can begin with; characters outside are stepped over. */
interface Beginnings {
  /** A match of nothing is possible: every place must be tried. */
  readonly empty: boolean;
  /** The pattern begins at the start of the text only. */
  readonly never: boolean;
  readonly ascii: Uint8Array;
  readonly beyond: boolean;
}

function beginnings(program: readonly Instruction[], sets: readonly (CharSet | undefined)[]): Beginnings {
  const ascii = new Uint8Array(128);
  const reached = new Uint8Array(program.length);
  const pending = [0];
  let empty = false;
  let never = true;
  let beyond = false;
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    if (reached[state] === 1) continue;
    reached[state] = 1;
    const instruction = program[state] as Instruction;
    if (instruction.op === 'match') empty = true;
    else if (instruction.op === 'fork') for (const target of instruction.targets) pending.push(target);
    else if (instruction.op === 'assert') {
      if (instruction.which !== 'start') pending.push(state + 1);
    } else {
      const set = sets[state] as CharSet;
      never = false;
      beyond ||= set.beyond.length > 0;
      for (let point = 0; point < 128; point++) if (set.ascii[point] === 1) ascii[point] = 1;
    }
  }
  return { empty, never: never && !empty, ascii, beyond };
}

function mayBegin(begin: Beginnings, point: number): boolean {
  if (begin.empty) return true;
  return point < 128 ? point >= 0 && begin.ascii[point] === 1 : begin.beyond;
}

/** `^` and `$` are the ends of the whole text; `\b` is between an ASCII word character and anything else. */
function holds(which: Assertion, previous: number, point: number): boolean {
  switch (which) {
    case 'start':
      return previous < 0;
    case 'end':
      return point < 0;
    case 'word':
      return setHas(WORD_SET, previous) !== setHas(WORD_SET, point);
    case 'not_word':
      return setHas(WORD_SET, previous) === setHas(WORD_SET, point);
  }
}
