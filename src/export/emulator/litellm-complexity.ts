import { parse } from 'yaml';
import { textOf } from '../dispatch/dispatch.js';
import { type ComplexityConfig, type LitellmConfig, TIERS, type Tier } from '../litellm/config.js';
import type { ExportFile } from '../target.js';
import type { Emulator } from './emulator.js';
import { chainsOf } from './litellm.js';
import { lastQuestion } from './litellm-question.js';

/** Letters and digits of any script, and what Python's `\\w` holds besides. */
const WORD = '[\\p{L}\\p{N}_]';

/** Scripts without spaces between words: found anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * LiteLLM's complexity router as far as our files go: the highest tier of any keyword, else a tier by the length of the last question in
 * whole fours of code points. A talk without a question goes to the default model.
 */
export function complexityEmulator(files: readonly ExportFile[]): Emulator {
  const config = parse(textOf(files, 'config.yaml'), { version: '1.1' }) as LitellmConfig;
  const chainOf = chainsOf(config, files);
  const router = config.model_list.find(({ litellm_params: params }) => params.complexity_router_config !== undefined);
  const { complexity_router_config: rules, complexity_router_default_model: otherwise = '' } = router?.litellm_params ?? {};
  return ({ messages }) => {
    const text = lastQuestion(messages);
    const decided = text !== null && rules?.classifier_type === 'heuristic';
    return { models: chainOf(decided ? rules.tiers[tierOf(text, rules)] : otherwise) };
  };
}

function tierOf(text: string, rules: ComplexityConfig): Tier {
  const lower = text.toLowerCase();
  const named = (rules.keyword_tier_rules ?? [])
    .filter(({ keywords }) => keywords.some((keyword) => found(keyword.toLowerCase(), lower)))
    .map(({ tier }) => TIERS.indexOf(tier));
  if (named.length > 0) return TIERS[Math.max(...named)] as Tier;
  const tokens = Math.floor([...text].length / 4);
  const { simple, complex } = rules.token_thresholds;
  const score = (tokens < simple ? -1 : tokens > complex ? 1 : 0) * (rules.dimension_weights['tokenCount'] ?? 0);
  const { simple_medium: first, medium_complex: second, complex_reasoning: third } = rules.tier_boundaries;
  return score < first ? 'SIMPLE' : score < second ? 'MEDIUM' : score < third ? 'COMPLEX' : 'REASONING';
}

/** A word as a whole, a phrase anywhere; both in lower case. */
function found(keyword: string, text: string): boolean {
  if (keyword.includes(' ') || UNSPACED.test(keyword)) return text.includes(keyword);
  const escaped = keyword.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const edge = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
  return new RegExp(`${edge}${escaped}${edge}`, 'u').test(text);
}
