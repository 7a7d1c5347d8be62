import { codePointAt } from '../identity/utf8.js';
import { parsePattern } from './parse.js';
import { compileProgram, type Instruction } from './program.js';
import { type Assertion, type Ranges, WORD } from './syntax.js';

/** Whether a pattern is found anywhere in a text. Takes time linear in the text, whatever the pattern. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a pattern of the documented RE2 subset. All states of the program are walked side by side over the text's
 * code points, so no input can make it hang.
 *
 * @throws UserError for syntax outside the subset
 */
export function compileMatcher(pattern: string): Matcher {
  const program = compileProgram(parsePattern(pattern));
  return (text) => found(program, text);
}

function found(program: readonly Instruction[], text: string): boolean {
  const seenAt = new Int32Array(program.length).fill(-1);
  const pending: number[] = [];
  let current: number[] = [];
  let next: number[] = [];
  let previous = -1;
  for (let index = 0, step = 0; ; step++) {
    const point = index < text.length ? codePointAt(text, index) : -1;
    // The pattern may start at any character, so its first state joins at every step.
    const states = next;
    next = [];
    current = [];
    pending.push(0);
    for (let i = states.length - 1; i >= 0; i--) pending.push(states[i] as number);
    while (pending.length > 0) {
      const state = pending.pop() as number;
      if (seenAt[state] === step) continue;
      seenAt[state] = step;
      const instruction = program[state] as Instruction;
      if (instruction.op === 'match') return true;
      if (instruction.op === 'fork') for (const target of instruction.targets) pending.push(target);
      else if (instruction.op === 'set') current.push(state);
      else if (holds(instruction.which, previous, point)) pending.push(state + 1);
    }
    if (point < 0) return false;
    for (const state of current) {
      const instruction = program[state] as Instruction;
      if (instruction.op === 'set' && contains(instruction.ranges, point)) next.push(state + 1);
    }
    previous = point;
    index += point > 0xffff ? 2 : 1;
  }
}

/** `^` and `$` are the ends of the whole text; `\b` is between an ASCII word character and anything else. */
function holds(which: Assertion, previous: number, point: number): boolean {
  switch (which) {
    case 'start':
      return previous < 0;
    case 'end':
      return point < 0;
    case 'word':
      return contains(WORD, previous) !== contains(WORD, point);
    case 'not_word':
      return contains(WORD, previous) === contains(WORD, point);
  }
}

function contains(ranges: Ranges, point: number): boolean {
  for (const [low, high] of ranges) if (point >= low && point <= high) return true;
  return false;
}
