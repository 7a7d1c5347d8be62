import { type Expected, measured, metric, ofPair, strongMinusWeak, sweep } from './golden-number.js';

/** One data set of another project, how it is imported, and what is known of it. */
export interface GoldenSource {
  /** As in the table. */
  readonly set: string;
  readonly format: string;
  /** Below the data folder. */
  readonly path: string;
  /** Of a source that holds several. */
  readonly only?: string;
  readonly options?: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly expected: readonly Expected[];
}

const oracle = metric('control:oracle', 'quality.mean');
const length = (statistic: Parameters<typeof sweep>[1]) => sweep('control:prompt_length', statistic);

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
      { what: 'length router, CPT 50 %', source: '.37', of: length('cpt50') },
      { what: 'length router, CPT 80 %', source: '.67', of: length('cpt80') },
      { what: 'oracle, APGR, 11 quantiles', source: '1.1146', of: sweep('control:oracle', 'apgrQuantile') },
      { what: 'random router, APGR', source: '.50', of: sweep('control:random', 'apgr') },
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
];
