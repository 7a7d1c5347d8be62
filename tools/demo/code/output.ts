import type { CategoryWriter } from '../draft.js';
import { fence, identifiers } from './identifier.js';
import { PROGRAMS } from './output-programs.js';

const QUESTIONS: readonly string[] = [
  'What does this print?',
  'Without running it: which output do I get?',
  'Trace this program and tell me what ends up on the console.',
  'A quiz from our hiring test. What is the output?',
  'Please predict the result.',
  'My test expects something else. What is really printed here?',
  'Which value is shown when this runs?',
];

/** What a short program prints; the hard ones hinge on scoping, recursion or bit twiddling. */
export const writeOutput: CategoryWriter = (facts, difficulty) => {
  const program = facts.pick(PROGRAMS[difficulty])(facts, identifiers(facts));
  const numeric = typeof program.output === 'number';
  return (surface) => {
    const task = numeric
      ? surface.pick([
          'End your answer with the number.',
          'The last thing you write must be the number.',
          'Finish with the number.',
        ])
      : surface.pick(['Reply with the exact output only.', 'Give just the printed text.', 'Only the output, nothing around it.']);
    const code = fence(program.language, program.code);
    const question = surface.pick(QUESTIONS);
    const say = (value: string | number): string => (numeric ? `It prints ${value}.` : String(value));
    return {
      prompt: surface.chance(0.5) ? `${question} ${task}\n\n${code}` : `${code}\n\n${question} ${task}`,
      scorer: numeric ? 'numeric' : 'exact',
      reference: program.output,
      right: say(program.output),
      wrong: program.slips.filter((slip) => slip !== program.output && slip !== '').map(say),
      reasoning: numeric ? [program.trace, 'I followed the loop step by step.'] : [],
    };
  };
};
