import type { Json } from '../domain/json.js';
import { compileMatcher } from '../router/pattern/matcher.js';
import type { ScorerDefinition } from './scorer.js';
import { listUnder } from './text/reference-texts.js';
import { remembered } from './text/remembered.js';

/**
 * Whether the answer contains what is required: 1 when all of it (or, with `require: any`, at least one) is found, else 0;
 * with `require: share` the share that is found. The reference is a text, a list of texts, `{contains: [texts]}` or
 * `{matches: [patterns]}`; null for any other, and for a pattern outside the routers' `$regex` subset. Texts ignore ASCII
 * case, as the routers' `$contains` does; patterns run on the routers' linear-time matcher and say `(?i)` themselves.
 */
export const contains: ScorerDefinition = {
  name: 'contains',
  version: 1,
  needs: 'text',
  description: 'the answer contains the required texts, or matches the required patterns',
  options: {
    as: {
      kind: 'choice',
      default: 'text',
      choices: ['text', 'pattern'],
      description: 'whether a plain reference (a text or a list) holds texts or patterns',
    },
    fold_case: { kind: 'flag', default: true, description: 'upper and lower case of ASCII letters count as equal in texts' },
    require: {
      kind: 'choice',
      default: 'all',
      choices: ['all', 'any', 'share'],
      description: 'all must be found, at least one, or the share found is the quality',
    },
  },
  create(settings) {
    const fold = settings.flag('fold_case') ? foldAscii : (text: string) => text;
    const plain = settings.choice('as');
    const require = settings.choice('require');
    const compiled = remembered(compiledOrNot);
    return (recording, label) => {
      const wanted = required(label.reference, plain);
      if (wanted === undefined || recording.answer === undefined) return null;
      const { text } = recording.answer;
      const folded = wanted.as === 'text' ? fold(text) : text;
      const tests = wanted.items.map((item) => (wanted.as === 'text' ? folded.includes(fold(item)) : compiled(item)?.(text)));
      if (tests.includes(undefined)) return null;
      const found = tests.filter((hit) => hit === true).length;
      if (require === 'share') return found / tests.length;
      return found >= (require === 'any' ? 1 : tests.length) ? 1 : 0;
    };
  },
};

interface Required {
  readonly as: string;
  readonly items: readonly string[];
}

function required(reference: Json | undefined, plain: string): Required | undefined {
  const patterns = listUnder(reference, 'matches');
  const texts = listUnder(reference, 'contains');
  const bare = typeof reference === 'string' ? [reference] : Array.isArray(reference) ? reference : undefined;
  const list = patterns ?? texts ?? bare;
  if (list === undefined || list.length === 0) return undefined;
  const items = list.filter((item) => typeof item === 'string');
  if (items.length !== list.length) return undefined;
  return { as: patterns !== undefined ? 'pattern' : texts !== undefined ? 'text' : plain, items };
}

function compiledOrNot(pattern: Json): ((text: string) => boolean) | undefined {
  try {
    return compileMatcher(String(pattern));
  } catch {
    return undefined;
  }
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
