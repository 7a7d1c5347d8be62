import type { Condition, RouterConfig, RulesStage } from '../../router/config.js';
import { TIERS, type Tier } from './config.js';
import { type Band, bandsOf, isLength, type LengthRule } from './length-bands.js';

/** Static rules as the complexity router has them: who answers a tier, what leads to it. */
export interface Tiered {
  readonly models: Readonly<Record<Tier, string>>;
  /** Up to three, in the order of the first tiers. */
  readonly bands: readonly Band[];
  readonly keywords: readonly { readonly keywords: readonly string[]; readonly tier: Tier }[];
}

interface KeywordRule {
  readonly keywords: readonly string[];
  readonly use: string;
}

/** Static rules by tiers, or why they have none. */
export function tiered(config: RouterConfig): Tiered | string {
  const [stage, ...more] = config.pipeline;
  const other = config.pipeline.find(({ kind }) => kind !== 'rules');
  if (other !== undefined) return `${other.kind}: the complexity router knows rules on words and on the length alone`;
  if (stage === undefined || more.length > 0) return 'several rules policies';
  if (config.input.text !== 'last_user') return `input.text ${config.input.text}: the complexity router reads the last question`;
  const parted = partsOf((stage as RulesStage).rules, config.fallback);
  if (typeof parted === 'string') return parted;
  const bands = bandsOf(parted.lengths, config.input);
  if (typeof bands === 'string') return bands;
  if (bands.length > 3) return `${bands.length} bands of length: the complexity router tells short, middle and long`;
  return assigned(bands, parted.words);
}

/** Rules on words, which the complexity router looks at first, and the rules on lengths behind them. */
function partsOf(
  rules: RulesStage['rules'],
  fallback: readonly string[],
): { readonly words: readonly KeywordRule[]; readonly lengths: readonly LengthRule[] } | string {
  const words: KeywordRule[] = [];
  const lengths: LengthRule[] = [];
  for (const [index, { when, use }] of rules.entries()) {
    const at = `rule ${index + 1}: `;
    const fields = Object.keys(when ?? {});
    if (fields.every(isLength)) lengths.push(when === undefined ? { use } : { when, use });
    else if (lengths.length > 0) return `${at}words behind a rule on the length: the complexity router looks at words first`;
    else {
      const keywords = keywordsOf(when as Condition);
      if (typeof keywords === 'string') return at + keywords;
      words.push({ keywords, use });
    }
    if (fields.length === 0) return { words, lengths };
  }
  const [first] = fallback;
  return first === undefined
    ? 'no rule holds always, and there is no fallback'
    : { words, lengths: [...lengths, { use: first }] };
}

function keywordsOf(when: Condition): readonly string[] | string {
  const fields = Object.keys(when);
  const text = (when as Record<string, unknown>)['prompt.text'];
  if (fields.length !== 1 || text === undefined) return `a condition on ${fields.join(' and ')}`;
  if (text === null || typeof text !== 'object') return 'a whole text as a condition on prompt.text';
  const [operator = '', ...others] = Object.keys(text);
  if (operator !== '$contains' || others.length > 0) return `${[operator, ...others].join(' and ')} on prompt.text`;
  return [(text as { readonly $contains: string | string[] }).$contains].flat();
}

/**
 * Bands take the first tiers. Of several keywords the one of the highest tier wins, so rules take tiers from the top downwards, in their
 * order; one may take a tier that has its model already.
 */
function assigned(bands: readonly Band[], words: readonly KeywordRule[]): Tiered | string {
  const models: (string | undefined)[] = TIERS.map((_, tier) => bands[tier]?.use);
  const keywords: { readonly keywords: readonly string[]; readonly tier: Tier }[] = [];
  let [last, lastUse]: [number, string] = [TIERS.length, ''];
  for (const { keywords: texts, use } of words) {
    let tier = use === lastUse ? last : last - 1;
    while (tier >= 0 && models[tier] !== undefined && models[tier] !== use) tier--;
    if (tier < 0)
      return `${words.length} rules on words and ${bands.length} bands of length: the complexity router has four tiers`;
    models[tier] = use;
    [last, lastUse] = [tier, use];
    keywords.push({ keywords: texts, tier: TIERS[tier] as Tier });
  }
  const rest = bands.at(-1)?.use ?? '';
  return {
    models: Object.fromEntries(TIERS.map((tier, at) => [tier, models[at] ?? rest])) as Record<Tier, string>,
    bands,
    keywords,
  };
}
