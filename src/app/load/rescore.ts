import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { scorerNames, scorers } from '../../quality/index.js';
import type { ScorerSpec } from '../../quality/scorer.js';
import { unknownScorer } from '../../quality/spec/unknown-scorer.js';
import { parseYaml } from './import-yaml.js';

/** Name of the option in messages. */
export const RESCORE = '--rescore';

/**
 * The scorer that `--rescore` asks for: a type, or a type with options as YAML in braces. Named nothing, it is the experiment's own,
 * or `by_reference` where that one only reads what came with the recordings.
 *
 * @throws UserError for text that is neither
 */
export function rescoreSpec(asked: string, own: ScorerSpec): ScorerSpec {
  const text = asked.trim();
  if (text === '') return needsText(own) ? own : { type: 'by_reference' };
  if (!text.startsWith('{')) return { type: knownType(text) };
  const spec = parseYaml(text, RESCORE);
  if (isSpec(spec)) return spec;
  throw new UserError({
    field: `${RESCORE}.type`,
    message: 'missing',
    accepted: 'a type of scorer, or { type: numeric, extract: last_digits }',
  });
}

function knownType(type: string): string {
  if (scorerNames.includes(type)) return type;
  const [problem] = unknownScorer(type, RESCORE, scorerNames).problems;
  throw new UserError({ message: '', hint: 'a workspace goes before it: routelab run <folder> --rescore', ...problem });
}

function needsText({ type }: ScorerSpec): boolean {
  return scorers.find(({ name }) => name === type)?.needs !== 'given';
}

function isSpec(value: Json): value is ScorerSpec {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof (value as ScorerSpec).type === 'string';
}
