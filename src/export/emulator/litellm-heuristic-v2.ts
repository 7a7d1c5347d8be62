import { parse } from 'yaml';
import { type Dialect, MOST_TYPED, signsOf } from '../../router/cohort/request-type.js';
import { LENGTHS, lengthOf, traitsOf } from '../../router/cohort/traits.js';
import { textOf } from '../dispatch/dispatch.js';
import { type LitellmConfig, TIERS, type TierArtifact, type TierStatistic } from '../litellm/config.js';
import type { ExportFile } from '../target.js';
import type { Emulator } from './emulator.js';
import { chainsOf } from './litellm.js';
import { lastQuestion } from './litellm-question.js';

/** Python's patterns over texts: words, white space and letter case of every script. */
const WORD = '[\\p{L}\\p{N}_]';
const PYTHON: Dialect = {
  edge: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  space: '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]',
  word: WORD,
  any: '[^\\n]',
};

/**
 * LiteLLM's heuristic_v2 as far as our files go: the last question's type and cohort, counts of both drawn towards wider ones, in
 * Python's floats and their order, never falling from tier to tier; the first tier that reaches the threshold, else the last.
 */
export function heuristicV2Emulator(files: readonly ExportFile[]): Emulator {
  const config = parse(textOf(files, 'config.yaml'), { version: '1.1' }) as LitellmConfig;
  const chainOf = chainsOf(config, files);
  const router = config.model_list.find(({ litellm_params: params }) => params.complexity_router_config !== undefined);
  const { complexity_router_config: rules, complexity_router_default_model: otherwise = '' } = router?.litellm_params ?? {};
  if (rules?.classifier_type !== 'heuristic_v2') return () => ({ models: [] });
  const tierOf = tiersBy(rules.heuristic_v2_artifact);
  const classify = classifier();
  return ({ messages }) => {
    const text = lastQuestion(messages);
    if (text === null) return { models: chainOf(otherwise) };
    const { type, cohort } = classify(text);
    return { models: chainOf(rules.tiers[TIERS[tierOf(type, cohort) - 1] as (typeof TIERS)[number]]) };
  };
}

/** Type and cohort of a text. */
function classifier(): (text: string) => { readonly type: string; readonly cohort: string } {
  const pattern = (text: string): RegExp => new RegExp(text, 'iu');
  const signs = signsOf(PYTHON).map((sign) => ({ type: sign.type, found: pattern(sign.pattern) }));
  const { code: codes, math: maths, mc } = traitsOf(PYTHON);
  const [code, math, choice] = [pattern(codes.pattern), pattern(maths.pattern), new RegExp(mc.pattern, 'u')];
  return (text) => {
    const points = [...text];
    const start = points.slice(0, MOST_TYPED).join('');
    const type = signs.find(({ found }) => found.test(start))?.type ?? 'general';
    const beyond = points.filter((one) => (one.codePointAt(0) as number) > 127).length / Math.max(1, points.length) > 0.1;
    const flags = { code: code.test(text), math: math.test(text), mc: choice.test(text), intl: beyond };
    const named = Object.entries(flags).map(([name, held]) => `${name}=${Number(held)}`);
    return { type, cohort: [type, LENGTHS[lengthOf(points.length)], ...named].join('|') };
  };
}

/** The tier that a type and a cohort need. */
function tiersBy(artifact: TierArtifact): (type: string, cohort: string) => number {
  const { domain_prior_mass: domainMass, cohort_prior_mass: cohortMass, routing_threshold: threshold } = artifact;
  const overall = new Map(artifact.global_statistics.map((one) => [one.tier, one]));
  const domains = new Map(artifact.domain_statistics.map((one) => [`${one.request_type} ${one.tier}`, one]));
  const cohorts = new Map(artifact.cohort_statistics.map((one) => [`${one.cohort} ${one.tier}`, one]));
  return (type, cohort) => {
    let greatest = 0;
    for (const tier of [1, 2, 3, 4] as const) {
      const { successes = 0, observations = 0 } = overall.get(tier) ?? {};
      const domain = posterior(domains.get(`${type} ${tier}`), domainMass, (successes + 1) / (observations + 2));
      greatest = Math.max(greatest, posterior(cohorts.get(`${cohort} ${tier}`), cohortMass, domain));
      if (greatest >= threshold) return tier;
    }
    return 4;
  };
}

function posterior(counts: TierStatistic | undefined, mass: number, prior: number): number {
  return counts === undefined ? prior : (counts.successes + mass * prior) / (counts.observations + mass);
}
