import type { Json } from '../domain/json.js';
import type { ScorerDefinition } from './scorer.js';
import { itemTexts, LIST_FORMATS, type ListFormat, listItems } from './text/list-items.js';
import { comparable, longestSubsequence } from './text/longest-subsequence.js';
import { normaliseText } from './text/normalise-text.js';
import { memberOf } from './text/reference-texts.js';
import { sharedCount } from './text/shared-count.js';

/**
 * How well the list an answer gives agrees with the reference's: with C items in common, precision = C/items of the answer,
 * recall = C/items of the reference, F1 = 2PR/(P+R) = 2C/(items of both); `exact` is 1 when both hold the same items, else 0.
 * Items are compared as `exact_match` compares texts. Repeated items count once unless `repeats: counted`; with `order: same`
 * C is the longest common subsequence. Two empty lists agree fully. The answer is a JSON array, bulleted or plain lines, or
 * parted by semicolons or commas; one without the JSON array that `format: json` asks for scores 0. The reference is a list, a text in
 * the same format, or `{list: …}`; null for any other, and with `order: same` for over 2³² pairs of items.
 */
export const listMatch: ScorerDefinition = {
  name: 'list_match',
  version: 1,
  needs: 'text',
  description: 'the items the answer lists are the reference’s',
  options: {
    measure: {
      kind: 'choice',
      default: 'f1',
      choices: ['f1', 'exact', 'precision', 'recall'],
      description: 'what the quality is',
    },
    format: { kind: 'choice', default: 'auto', choices: LIST_FORMATS, description: 'how the answer lists its items' },
    order: { kind: 'choice', default: 'any', choices: ['any', 'same'], description: 'whether the order counts' },
    repeats: { kind: 'choice', default: 'ignored', choices: ['ignored', 'counted'], description: 'whether repeated items count' },
    fold_case: { kind: 'flag', default: true, description: 'upper and lower case count as equal' },
  },
  create(settings) {
    const measure = settings.choice('measure');
    const format = settings.choice('format') as ListFormat;
    const ordered = settings.choice('order') === 'same';
    const counted = settings.choice('repeats') === 'counted';
    const rules = { foldCase: settings.flag('fold_case'), stripPunctuation: true };
    const cleaned = (items: readonly string[]): readonly string[] => {
      const texts = items.map((item) => normaliseText(item, rules)).filter((item) => item !== '');
      return counted ? texts : [...new Set(texts)];
    };
    return (recording, label) => {
      const listed = referenceItems(label.reference, format);
      if (listed === undefined || recording.answer === undefined) return null;
      const wanted = cleaned(listed);
      const known = new Set(wanted);
      const found = listItems(recording.answer.text, format, (item) => known.has(normaliseText(item, rules)));
      return found === undefined ? 0 : agreement(cleaned(found), wanted, ordered, measure);
    };
  },
};

function referenceItems(reference: Json | undefined, format: ListFormat): readonly string[] | undefined {
  const held = memberOf(reference, 'list') ?? reference;
  if (Array.isArray(held)) return itemTexts(held);
  return typeof held === 'string' ? listItems(held, format, () => false) : undefined;
}

function agreement(found: readonly string[], wanted: readonly string[], ordered: boolean, measure: string): number | null {
  if (found.length === 0 || wanted.length === 0) return found.length === wanted.length ? 1 : 0;
  if (ordered && !comparable(found, wanted)) return null;
  const common = ordered ? longestSubsequence(wanted, found) : sharedCount(found, wanted);
  switch (measure) {
    case 'exact':
      return common === found.length && common === wanted.length ? 1 : 0;
    case 'precision':
      return common / found.length;
    case 'recall':
      return common / wanted.length;
    default:
      return (2 * common) / (found.length + wanted.length);
  }
}
