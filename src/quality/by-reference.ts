import type { ScoringLabel } from '../domain/label.js';
import { amount } from './amount.js';
import { contains } from './contains.js';
import { date } from './date.js';
import { exactMatch } from './exact-match.js';
import { jsonSchema } from './json-schema.js';
import { listMatch } from './list-match.js';
import { multipleChoice } from './multiple-choice.js';
import { numeric } from './numeric.js';
import type { Scorer, ScorerDefinition } from './scorer.js';
import { defaultSettings } from './spec/settings.js';
import { memberOf } from './text/reference-texts.js';

/** Scorers by the member of a reference that asks for them; the first one found decides. */
const BY_MEMBER: readonly (readonly [string, ScorerDefinition])[] = [
  ['contains', contains],
  ['matches', contains],
  ['list', listMatch],
  ['date', date],
  ['amount', amount],
  ['schema', jsonSchema],
];

const PARTS = [multipleChoice, numeric, contains, listMatch, date, amount, jsonSchema, exactMatch];

/**
 * Scores each query by the shape of its own reference, for datasets that mix kinds of tasks: choices beside the reference →
 * multiple_choice; a number → numeric; `{contains: […]}` or `{matches: […]}` → contains, all required; `{list: […]}` →
 * list_match; `{date: …}` → date; `{amount: …}` → amount; `{schema: …}` → json_schema; a text, a list or `{any_of: […]}` →
 * exact_match against any. Each with its default options; null for any other shape.
 */
export const byReference: ScorerDefinition = {
  name: 'by_reference',
  // 2: list, date, amount and schema.
  version: 2,
  needs: 'text',
  description: 'each query by the shape of its own reference',
  options: {},
  parts: () => PARTS.map(({ name, version }) => ({ type: name, version })),
  create() {
    const score = new Map<ScorerDefinition, Scorer['score']>(
      PARTS.map((definition) => [definition, definition.create(defaultSettings(definition))]),
    );
    return (recording, label) => score.get(meant(label))?.(recording, label) ?? null;
  },
};

function meant({ reference, choices }: ScoringLabel): ScorerDefinition {
  if (choices !== undefined && choices.length > 0) return multipleChoice;
  if (typeof reference === 'number') return numeric;
  return BY_MEMBER.find(([member]) => memberOf(reference, member) !== undefined)?.[1] ?? exactMatch;
}
