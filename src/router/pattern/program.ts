import { UserError } from '../../domain/user-error.js';
import type { Assertion, Node, Ranges } from './syntax.js';

/** One step of a pattern's program. */
export type Instruction =
  | { readonly op: 'set'; readonly ranges: Ranges }
  | { readonly op: 'assert'; readonly which: Assertion }
  | { readonly op: 'fork'; readonly targets: readonly number[] }
  | { readonly op: 'match' };

/** A larger program would make matching slow for every text: refused when compiling. */
const MOST_INSTRUCTIONS = 5000;

/** Repeats of nothing write no instruction but must end as well: the parts written out are counted too. */
const MOST_PARTS = 50_000;

/** Thompson's construction (1968): a program whose states are walked side by side, never backtracking. */
export function compileProgram(node: Node): readonly Instruction[] {
  const program: { op: string; ranges?: Ranges; which?: Assertion; targets?: number[] }[] = [];
  let parts = 0;
  const add = (instruction: (typeof program)[number]): number => {
    if (program.length >= MOST_INSTRUCTIONS) throw tooLarge();
    return program.push(instruction) - 1;
  };
  const fork = (): number[] => {
    const targets: number[] = [];
    add({ op: 'fork', targets });
    return targets;
  };
  const emit = (part: Node): void => {
    if (++parts > MOST_PARTS) throw tooLarge();
    switch (part.kind) {
      case 'set':
        add({ op: 'set', ranges: part.ranges });
        return;
      case 'assert':
        add({ op: 'assert', which: part.which });
        return;
      case 'sequence':
        part.items.forEach(emit);
        return;
      case 'either':
        emitEither(part.options);
        return;
      case 'repeat':
        emitRepeat(part.item, part.min, part.max);
        return;
    }
  };
  const emitEither = (options: readonly Node[]): void => {
    const starts = fork();
    const ends: number[][] = [];
    for (const option of options) {
      starts.push(program.length);
      emit(option);
      ends.push(fork());
    }
    for (const end of ends) end.push(program.length);
  };
  const emitRepeat = (item: Node, min: number, max: number | null): void => {
    for (let i = 0; i < min; i++) emit(item);
    if (max === null) {
      const at = program.length;
      const loop = fork();
      loop.push(at + 1);
      emit(item);
      fork().push(at);
      loop.push(program.length);
      return;
    }
    const exits: number[][] = [];
    for (let i = min; i < max; i++) {
      const exit = fork();
      exit.push(program.length);
      emit(item);
      exits.push(exit);
    }
    for (const exit of exits) exit.push(program.length);
  };
  emit(node);
  add({ op: 'match' });
  return program as readonly Instruction[];
}

function tooLarge(): UserError {
  return new UserError({
    message: 'regular expression: too large once repeats are written out',
    accepted: `up to ${MOST_INSTRUCTIONS} steps`,
  });
}
