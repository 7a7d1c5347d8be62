import type { Feature } from './feature.js';

const QUESTION_WORDS = ['who', 'whom', 'whose', 'what', 'when', 'where', 'which', 'why', 'how'];

/** Verbs that open a task rather than a statement. */
const IMPERATIVES = [
  'add',
  'analyze',
  'answer',
  'calculate',
  'choose',
  'classify',
  'compare',
  'complete',
  'compute',
  'convert',
  'correct',
  'create',
  'define',
  'describe',
  'determine',
  'draft',
  'edit',
  'evaluate',
  'explain',
  'extract',
  'find',
  'fix',
  'generate',
  'give',
  'identify',
  'implement',
  'list',
  'make',
  'name',
  'outline',
  'please',
  'plan',
  'prove',
  'provide',
  'read',
  'refactor',
  'rewrite',
  'select',
  'show',
  'simplify',
  'solve',
  'sort',
  'suggest',
  'summarise',
  'summarize',
  'tell',
  'translate',
  'use',
  'write',
];

/** How the text asks. Words are runs of ASCII letters, ASCII case ignored. */
export const wording: readonly Feature[] = [
  {
    name: 'prompt.question_words',
    unit: 'words',
    describe: `Words among ${QUESTION_WORDS.join(', ')}.`,
    of(text) {
      let count = 0;
      for (let from = nextWord(text, 0); from < text.length; ) {
        const to = wordEnd(text, from);
        if (isOneOf(text, from, to, QUESTION_WORDS)) count++;
        from = nextWord(text, to);
      }
      return count;
    },
  },
  {
    name: 'prompt.imperative',
    unit: '1 or 0',
    describe: 'Whether the first word is a verb that opens a task, such as write, explain or solve.',
    of(text) {
      const from = nextWord(text, 0);
      return isOneOf(text, from, wordEnd(text, from), IMPERATIVES) ? 1 : 0;
    },
  },
];

function nextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLetter(text.charCodeAt(at))) at++;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isLetter(text.charCodeAt(at))) at++;
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Compares without making a string of the word. */
function isOneOf(text: string, from: number, to: number, words: readonly string[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word.length !== to - from) continue;
    let at = 0;
    while (at < word.length && (text.charCodeAt(from + at) | 32) === word.charCodeAt(at)) at++;
    if (at === word.length) return true;
  }
  return false;
}
