import type { CategoryWriter } from '../draft.js';
import { COMPLETION_PATTERNS } from './completion-patterns.js';
import { fence, identifiers } from './identifier.js';

const REQUESTS: readonly ((language: string, goal: string) => string)[] = [
  (language, goal) =>
    `Complete the ${language} snippet so that it ${goal}. Reply with the line that replaces ___ and nothing else.`,
  (_, goal) => `What belongs in place of ___? It ${goal}. One line of code, no explanation.`,
  (language, goal) => `Autocomplete (${language}). The missing line ${goal}. Output just that line.`,
  (_, goal) => `Fill the gap marked ___ (it ${goal}); answer with code only, a single line.`,
  (language, goal) => `I am stuck at ___ in this ${language} code. Wanted: something that ${goal}. Only the line, please.`,
];

/** One missing line of code. */
export const writeCompletion: CategoryWriter = (facts, difficulty) => {
  const pattern = facts.pick(COMPLETION_PATTERNS.filter((entry) => entry.difficulty === difficulty));
  const built = pattern.build(identifiers(facts));
  return (surface) => {
    const request = surface.pick(REQUESTS)(pattern.language, built.goal);
    const code = fence(pattern.language, built.code);
    return {
      prompt: surface.chance(0.6) ? `${request}\n\n${code}` : `${code}\n\n${request}`,
      scorer: 'exact',
      reference: { any_of: built.accepted },
      right: surface.pick(built.accepted),
      wrong: built.wrong,
      reasoning: [],
    };
  };
};
