import type { Json } from '../domain/json.js';
import type { ScorerDefinition } from './scorer.js';
import { listUnder } from './text/reference-texts.js';

/**
 * Whether the answer contains the required texts: 1 when all (or, with `require: any`, at least one) are found, else 0; with
 * `require: share` the share that is found. Case is ignored for ASCII letters only, as the routers' `$contains` does. The
 * reference is a text, a list of texts, or `{contains: […]}`; null for any other.
 */
export const contains: ScorerDefinition = {
  name: 'contains',
  version: 1,
  needs: 'text',
  description: 'the answer contains the required texts',
  options: {
    fold_case: { kind: 'flag', default: true, description: 'upper and lower case of ASCII letters count as equal' },
    require: {
      kind: 'choice',
      default: 'all',
      choices: ['all', 'any', 'share'],
      description: 'all texts, at least one, or the share of texts found as the quality',
    },
  },
  create(settings) {
    const fold = settings.flag('fold_case') ? foldAscii : (text: string) => text;
    const require = settings.choice('require');
    return (recording, label) => {
      const wanted = requiredTexts(label.reference);
      if (wanted === undefined || recording.answer === undefined) return null;
      const answer = fold(recording.answer.text);
      const found = wanted.filter((text) => answer.includes(fold(text))).length;
      if (require === 'share') return found / wanted.length;
      return found >= (require === 'any' ? 1 : wanted.length) ? 1 : 0;
    };
  },
};

function requiredTexts(reference: Json | undefined): readonly string[] | undefined {
  const list =
    typeof reference === 'string' ? [reference] : Array.isArray(reference) ? reference : listUnder(reference, 'contains');
  if (list === undefined || list.length === 0) return undefined;
  const texts = list.filter((item) => typeof item === 'string');
  return texts.length === list.length ? texts : undefined;
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
