import { choiceSet } from '../choice.js';
import type { CategoryWriter } from '../draft.js';
import { fill } from '../fill.js';
import { API_FACTS } from './api-facts.js';
import { API_SETTINGS } from './api-settings.js';
import { capital, fence, type Identifiers, identifiers } from './identifier.js';

const QUESTIONS: readonly ((area: string, task: string) => string)[] = [
  (area, task) => `With ${area}, how do I ${task}?`,
  (area, task) => `I want to ${task} (${area}). Which of these is right?`,
  (area, task) => `${area}: what is the proper way to ${task}?`,
  (area, task) => `Task: ${task}. Tool: ${area}. Choose.`,
  (area, task) => `Which option would you use in ${area} to ${task}?`,
];

const EXTRAS: readonly ((i: Identifiers, n: number) => string)[] = [
  (i, n) => `The surrounding code is called ${n} times a minute from \`${i.verb}${capital(i.noun)}\`, if that plays a role.`,
  (i) => `Here is where it goes:\n\n${fence('', `${i.verb}_${i.nouns}(${i.field}, ${i.v})\n  -> ??? -> ${i.verb2}(${i.other})`)}`,
  (i, n) => `Context: ${n} ${i.nouns}, each with ${i.field} and ${i.field2}; nobody else writes to the ${i.other} store.`,
  (i) => `No third-party package, please. Whoever reads \`${i.other}.${i.field2}\` later should understand it at once.`,
  (i, n) =>
    `Version constraints: nothing exotic, released within the last ${(n % 5) + 2} years. The caller passes ${i.flag} ${i.nouns}.`,
];

/** How to use a programming interface, as a choice among four forms. */
export const writeApi: CategoryWriter = (facts, difficulty) => {
  const fact = facts.pick(API_FACTS.filter((entry) => entry.difficulty === difficulty));
  const set = choiceSet(facts, fact.right, fact.wrong);
  return (surface) => {
    const i = identifiers(surface);
    const n = surface.int(11, 49);
    const setting = fill(surface.pick(API_SETTINGS), { noun: i.noun, verb: i.verb, field: i.field, n });
    const extras = surface.sample(EXTRAS, surface.int(1, 2)).map((extra) => extra(i, n));
    const question = surface.pick(QUESTIONS)(fact.area, surface.pick(fact.tasks));
    const lead = surface.shuffle([setting, ...extras]).join(' ');
    return {
      prompt: surface.chance(0.7)
        ? `${lead}\n\n${question}\n${set.block}\nReply with the letter.`
        : `${question} ${lead}\n\n${set.block}`,
      scorer: 'multiple_choice',
      reference: set.right,
      choices: set.choices,
      right: set.right,
      wrong: set.wrong,
      reasoning: [`The point is that ${fact.why}.`, `The other forms either do not exist in ${fact.area} or do something else.`],
    };
  };
};
