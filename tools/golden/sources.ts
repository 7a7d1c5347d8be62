import {
  difference,
  type Expected,
  headroom,
  mcnemar,
  measured,
  metric,
  ofFrontier,
  ofPair,
  onHull,
  strongMinusWeak,
  sweep,
} from './golden-number.js';

/** One data set of another project, how it is imported, and what is known of it. */
export interface GoldenSource {
  /** As in the table. */
  readonly set: string;
  readonly format: string;
  /** Below the data folder. */
  readonly path: string;
  /** Of a source that holds several. */
  readonly only?: string;
  readonly options?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly expected: readonly Expected[];
}

const oracle = metric('control:oracle', 'quality.mean');
const length = (statistic: Parameters<typeof sweep>[1]) => sweep('control:prompt_length', statistic);
const HAIKU = 'single:claude-3-haiku-20240307';
const SINGLES = 'frontier:single_models';
const FLASH = 'single:gemini-2.0-flash-001';
const OPUS = 'single:anthropic/claude-opus-5';
const NANO = 'single:openai/gpt-5-nano';

const THRESHOLDS = 'the source does not say which thresholds and ties it took; here every distinct length, interpolated';
const BELOW_ZERO = 'one METEOR score of the source is −.033; quality starts at 0 here, which adds .033 ÷ 809';

/** Every data set with published or recomputed numbers. */
export const goldenSources: readonly GoldenSource[] = [
  {
    set: 'RouteLLM GSM8K',
    format: 'routellm',
    path: 'routellm',
    only: 'gsm8k',
    expected: [
      { what: 'queries left after decontamination', source: '1307', of: measured },
      { what: 'accuracy, weak model', source: '.637337', of: ofPair('weak') },
      { what: 'accuracy, strong model', source: '.857689', of: ofPair('strong') },
      { what: 'either right (oracle)', source: '.92961', of: oracle },
      { what: 'strong − weak', source: '.220352', of: strongMinusWeak },
      { what: 'length router, APGR over every score', source: '.597784', of: length('apgr') },
      { what: 'length router, APGR, 11 quantiles', source: '.598655', of: length('apgrQuantile') },
      { what: 'length router, CPT 50 %', source: '.367', of: length('cpt50'), why: THRESHOLDS },
      {
        what: 'length router, CPT 80 %',
        source: '.664',
        of: length('cpt80'),
        why: THRESHOLDS,
      },
      { what: 'oracle, APGR, 11 quantiles', source: '1.114605', of: sweep('control:oracle', 'apgrQuantile') },
      { what: 'oracle, APGR over every score', source: '1.120818', of: sweep('control:oracle', 'apgr') },
      { what: 'random router, APGR', source: '.50', of: sweep('control:random', 'apgr') },
      { what: 'strong against weak, McNemar exact p', source: '3.257278e-42', of: mcnemar('weak') },
    ],
  },
  {
    set: 'RouteLLM MMLU',
    format: 'routellm',
    path: 'routellm',
    only: 'mmlu',
    expected: [
      { what: 'queries left after decontamination', source: '6382', of: measured },
      { what: 'accuracy, weak model', source: '.654184', of: ofPair('weak') },
      { what: 'accuracy, strong model', source: '.775306', of: ofPair('strong') },
      { what: 'either right (oracle)', source: '.839235', of: oracle },
      { what: 'category oracle, in-sample', source: '.787527', of: metric('control:category_oracle', 'quality.mean') },
      { what: 'length router, APGR over every score', source: '.632345', of: length('apgr') },
      { what: 'random router, APGR', source: '.50', of: sweep('control:random', 'apgr') },
    ],
  },
  {
    set: 'RouteLLM MT-Bench',
    format: 'routellm',
    path: 'routellm',
    only: 'mt-bench',
    expected: [
      { what: 'questions left after decontamination', source: '72', of: measured },
      { what: 'score of ten, weak model', source: '8.28125', scale: 10, of: ofPair('weak') },
      { what: 'score of ten, strong model', source: '9.21181', scale: 10, of: ofPair('strong') },
    ],
  },
  {
    set: 'RouterArena',
    format: 'routerarena',
    path: 'routerarena',
    expected: [
      { what: 'queries', source: '809', of: measured },
      { what: 'accuracy, claude-3-haiku', source: '.523356', of: metric(HAIKU, 'quality.mean'), why: BELOW_ZERO },
      { what: 'USD per 1,000, claude-3-haiku', source: '.175992', of: metric(HAIKU, 'cost.per1k') },
      { what: 'arena score S, claude-3-haiku', source: '.533159', of: metric(HAIKU, 'arena.score'), why: BELOW_ZERO },
      { what: 'optimal selection, claude-3-haiku', source: '.071048', of: metric(HAIKU, 'arena.optimal_selection') },
      { what: 'optimal accuracy, claude-3-haiku', source: '.705242', of: metric(HAIKU, 'arena.optimal_accuracy') },
      { what: 'optimal cost, claude-3-haiku', source: '.370879', of: metric(HAIKU, 'arena.optimal_cost') },
      { what: 'accuracy, gemini-2.0-flash', source: '.690119', of: metric(FLASH, 'quality.mean') },
      { what: 'USD per 1,000, gemini-2.0-flash', source: '.047491', of: metric(FLASH, 'cost.per1k') },
      { what: 'arena score S, gemini-2.0-flash', source: '.697293', of: metric(FLASH, 'arena.score') },
      { what: 'optimal selection, gemini-2.0-flash', source: '.928952', of: metric(FLASH, 'arena.optimal_selection') },
      { what: 'claude-3-haiku − gemini-2.0-flash', source: '-.166763', of: difference(HAIKU), why: BELOW_ZERO },
      { what: 'oracle over the pair', source: '.740773', of: oracle },
    ],
  },
  {
    set: 'LLMRouter dcrouter',
    format: 'llmrouter',
    path: 'llmrouter',
    expected: [
      { what: 'queries', source: '5608', of: measured },
      { what: 'best single model', source: '.621323', of: headroom(({ bestSingle }) => bestSingle.quality) },
      { what: 'oracle', source: '.801722', of: oracle },
      { what: 'mean of the models (random)', source: '.428791', of: metric('control:random', 'quality.mean') },
      { what: 'category (task) oracle, in-sample', source: '.67036', of: metric('control:category_oracle', 'quality.mean') },
      { what: 'no model right', source: '.1937', of: headroom(({ anyRight }) => 1 - anyRight) },
      { what: 'some model scores above 0', source: '.806348', of: headroom(({ anyRight }) => anyRight) },
    ],
  },
  {
    set: 'LLMRouter dcrouter, estimated costs',
    format: 'llmrouter',
    path: 'llmrouter',
    options: { 'assume-output-tokens': 256 },
    expected: [
      { what: 'AIQ of the nine models (paper’s form)', source: '.585575', of: ofFrontier(SINGLES, 'frontier.aiq') },
      { what: 'AIQ of the nine models (code’s form)', source: '.520511', of: ofFrontier(SINGLES, 'frontier.aiq_code') },
      { what: 'models on the hull', source: '3', of: onHull(SINGLES) },
      { what: 'oracle, USD in all', source: '.305965', of: metric('control:oracle_free', 'cost.total') },
    ],
  },
  {
    set: 'OmnisBench',
    format: 'omnisbench',
    path: 'omnisbench',
    expected: [
      { what: 'items', source: '364', of: measured },
      { what: 'accuracy, claude-opus-5', source: '.991758', of: metric(OPUS, 'quality.mean') },
      { what: 'USD per 1,000, claude-opus-5', source: '6.251951', of: metric(OPUS, 'cost.per1k') },
      { what: 'accuracy, gpt-5-nano', source: '.945055', of: metric(NANO, 'quality.mean') },
      { what: 'USD per 1,000, gpt-5-nano', source: '.430905', of: metric(NANO, 'cost.per1k') },
      { what: 'oracle over all answers', source: '.997253', of: oracle },
      { what: 'USD per 1,000, oracle over all answers', source: '.616373', of: metric('control:oracle', 'cost.per1k') },
      { what: 'accuracy, its random policy', source: '.961538', of: metric('decisions:random', 'quality.mean') },
      { what: 'USD per 1,000, its random policy', source: '4.009249', of: metric('decisions:random', 'cost.per1k') },
      { what: 'accuracy, its oracle policy', source: '.997253', of: metric('decisions:oracle', 'quality.mean') },
      { what: 'USD per 1,000, its oracle policy', source: '.616373', of: metric('decisions:oracle', 'cost.per1k') },
      {
        what: 'AIQ of the two models (paper’s form)',
        source: '.968407',
        of: ofFrontier(SINGLES, 'frontier.aiq'),
      },
      {
        what: 'AIQ of the two models (code’s form)',
        source: '.901661',
        of: ofFrontier(SINGLES, 'frontier.aiq_code'),
      },
    ],
  },
];
