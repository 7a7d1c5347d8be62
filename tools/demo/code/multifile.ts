import type { CategoryWriter } from '../draft.js';
import { fence, identifiers } from './identifier.js';
import { bystander } from './multifile-bystander.js';
import { PROJECTS } from './multifile-projects.js';

const LEADS: readonly string[] = [
  'Here is a cut-down repository.',
  'These files belong together:',
  'Our project, reduced to what matters:',
  'Please read all of the following files first.',
  'I have trouble following this code base.',
  'From a larger repository (other files left out):',
];

const LANGUAGE: Readonly<Record<string, string>> = {
  ts: 'typescript',
  py: 'python',
  js: 'javascript',
  md: 'markdown',
  toml: 'toml',
  sql: 'sql',
};

/** Questions whose answer needs several files; harder ones carry more files that do not matter. */
export const writeMultifile: CategoryWriter = (facts, difficulty) => {
  const depth = { easy: 0, medium: 1, hard: 3 }[difficulty];
  const project = facts.pick(PROJECTS)(facts, identifiers(facts), depth);
  const extra = Array.from({ length: depth }, () => bystander(facts, identifiers(facts)));
  const files = facts.shuffle([...project.files, ...extra]);
  const numeric = typeof project.answer === 'number';
  return (surface) => {
    const listing = files
      .map((file) => `\`${file.path}\`\n${fence(LANGUAGE[file.path.split('.').at(-1) ?? ''] ?? '', file.code)}`)
      .join('\n\n');
    const ending = numeric
      ? surface.pick([' Finish with the number.', ' Put the number last.', ' Your last word must be the number.'])
      : '';
    const question = `${surface.pick(project.questions)}${ending}`;
    const say = (value: number | string): string => (numeric ? `The result is ${value}.` : String(value));
    return {
      prompt: surface.chance(0.7) ? `${surface.pick(LEADS)}\n\n${listing}\n\n${question}` : `${question}\n\n${listing}`,
      scorer: numeric ? 'numeric' : 'exact',
      reference: project.answer,
      right: say(project.answer),
      wrong: project.slips.filter((slip) => slip !== project.answer).map(say),
      reasoning: project.steps,
    };
  };
};
