import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { byReference } from './by-reference.js';
import { contains } from './contains.js';
import { exactMatch } from './exact-match.js';
import { given } from './given.js';
import { multipleChoice } from './multiple-choice.js';
import { numeric } from './numeric.js';
import type { Scorer, ScorerDefinition, ScorerSpec } from './scorer.js';
import { scorerSettings } from './text/scorer-settings.js';

/** Every kind of scorer. One file each; a test holds this list and the folder equal. */
export const scorers: readonly ScorerDefinition[] = [given, exactMatch, multipleChoice, numeric, contains, byReference];

/** The names `scorer.type` accepts. */
export const scorerNames: readonly string[] = scorers.map((scorer) => scorer.name);

/** The scorer a spec asks for. Throws UserError for an unknown type or option, with the nearest match. */
export function createScorer(spec: ScorerSpec): Scorer {
  const definition = scorers.find((scorer) => scorer.name === spec.type);
  if (definition === undefined) {
    const match = nearest(spec.type, scorerNames);
    throw new UserError({
      field: 'scorer.type',
      message: 'no such scorer',
      value: spec.type,
      accepted: scorerNames.join(', '),
      ...(match === undefined ? {} : { nearest: match }),
    });
  }
  const { name, version, needs } = definition;
  return { name, version, needs, score: definition.create(scorerSettings(definition, spec)) };
}
