import { PRODUCTS } from '../bank.js';
import { choiceSet } from '../choice.js';
import type { CategoryWriter } from '../draft.js';
import { customerMessage } from './customer.js';
import { ATTEMPTS, FAULTS, RED_HERRINGS, SETTINGS } from './fault-bank.js';

const TASKS: readonly string[] = [
  'Which step should we suggest first? Answer with the letter.',
  'Pick the one measure that removes the cause:',
  'What should the agent advise? Give the letter of the best option.',
  'Choose the next step (A, B, C or D).',
  'Only one of these helps. Which?',
];

const CLUES: readonly ((clue: string) => string)[] = [
  (clue) => `A look at the diagnostics shows: ${clue}.`,
  (clue) => `I noticed that ${clue}, whatever that means.`,
  (clue) => `Our technician found that ${clue}.`,
  (clue) => `From the attached log: ${clue}.`,
];

/** Faults with a clue among attempts already made; harder ones add facts that have nothing to do with it. */
export const writeTroubleshooting: CategoryWriter = (facts, difficulty) => {
  const fault = facts.pick(FAULTS);
  const product = facts.pick(PRODUCTS);
  const others = FAULTS.filter((other) => other !== fault);
  const strangers = facts.sample(others, 2).map((other) => other.fix);
  const set = choiceSet(
    facts,
    fault.fix,
    difficulty === 'easy' ? facts.sample(others, 3).map((o) => o.fix) : [fault.tempting, ...strangers],
  );
  const attempts = facts.sample(ATTEMPTS, { easy: 1, medium: 2, hard: 3 }[difficulty]);
  const herrings = facts.sample(RED_HERRINGS, { easy: 0, medium: 1, hard: 3 }[difficulty]);
  const setting = facts.pick(SETTINGS);
  return (surface) => {
    const place = surface.pick([
      `We use ${setting}.`,
      `This is on ${setting}.`,
      `Setup: ${setting}.`,
      `It happens with ${setting}.`,
    ]);
    const tried = `So far I have ${surface.shuffle(attempts).join(', then ')}.`;
    const clue = surface.pick(CLUES)(fault.clue);
    const body = surface.shuffle([place, tried, clue, ...herrings]);
    const message = customerMessage(surface, product, `${surface.pick(fault.symptoms)}. ${body.join(' ')}`);
    const task = surface.pick(TASKS);
    return {
      prompt: surface.chance(0.7)
        ? `${message}\n\n${task}\n${set.block}`
        : `${task}\n${set.block}\n\nReport about ${product}: ${message}`,
      scorer: 'multiple_choice',
      reference: set.right,
      choices: set.choices,
      right: set.right,
      wrong: set.wrong,
      reasoning: [
        `The telling detail is that ${fault.clue}.`,
        'The steps tried already do not touch that.',
        'Treating the symptom would let the fault come back.',
      ],
    };
  };
};
