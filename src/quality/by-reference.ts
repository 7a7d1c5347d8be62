import { contains } from './contains.js';
import { exactMatch } from './exact-match.js';
import { multipleChoice } from './multiple-choice.js';
import { numeric } from './numeric.js';
import type { Scorer, ScorerDefinition } from './scorer.js';
import { listUnder } from './text/reference-texts.js';
import { scorerSettings } from './text/scorer-settings.js';

/**
 * Scores each query by the shape of its own reference, for datasets that mix kinds of tasks: choices beside the reference →
 * multiple_choice; a number → numeric; `{contains: […]}` or `{matches: […]}` → contains, all required; a text, a list or `{any_of: […]}` →
 * exact_match against any. Each with its default options; null for any other shape.
 */
export const byReference: ScorerDefinition = {
  name: 'by_reference',
  version: 1,
  needs: 'text',
  description: 'each query by the shape of its own reference',
  options: {},
  create() {
    const choice = withDefaults(multipleChoice);
    const number = withDefaults(numeric);
    const text = withDefaults(exactMatch);
    const words = withDefaults(contains);
    return (recording, label) => {
      if (label.choices !== undefined && label.choices.length > 0) return choice(recording, label);
      if (typeof label.reference === 'number') return number(recording, label);
      const listed = listUnder(label.reference, 'contains') ?? listUnder(label.reference, 'matches');
      return (listed === undefined ? text : words)(recording, label);
    };
  },
};

function withDefaults(definition: ScorerDefinition): Scorer['score'] {
  return definition.create(scorerSettings(definition, { type: definition.name }));
}
