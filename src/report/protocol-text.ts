import type { ExportRecord } from '../domain/exported.js';
import type { Json } from '../domain/json.js';
import { counted } from '../domain/measured-text.js';
import type { Results } from '../domain/results.js';
import { exportText } from './export-text.js';
import { formatCount, formatNumber, formatShare } from './format.js';
import { marginText } from './test-view.js';

const REPORTED = {
  test: ' of the held-out test part',
  all: ', the whole dataset',
  crossfit: ', each decided without its fold',
} as const;

/** `1,075 of 1,075 queries of the held-out test part`: the denominator of the headline numbers. */
export function measuredText({ protocol }: Results): string {
  const part = protocol.parts.find((one) => one.part === (protocol.reportedOn === 'test' ? 'test' : 'all'));
  const of = part?.queries ?? 0;
  const complete = part?.complete ?? 0;
  const share = complete === of ? formatCount(of) : `${formatCount(complete)} of ${formatCount(of)}`;
  return `${share} ${of === 1 ? 'query' : 'queries'}${REPORTED[protocol.reportedOn]}`;
}

/** Where the choice was made: `the validation part`; null where nothing was chosen. */
export function chosenOnText({ chosenOn }: Results['protocol']): string | null {
  if (chosenOn === null) return null;
  return chosenOn === 'validation' ? 'the validation part' : 'inner folds';
}

/** Why a look at the reported queries is no choice: where choices are made, `choices are made on the validation part`. */
export function choiceMadeText(protocol: Results['protocol']): string {
  const on = chosenOnText(protocol);
  return on === null ? 'none was made here' : `choices are made on ${on}`;
}

/** What is known of the run and is not part of its results. */
export interface RunNotes {
  /** Which look at the reported queries it was, from 1; null or absent where nothing is held out, or it is not known. */
  readonly testLook?: number | null;
  /** What came of the exports that the experiment lists. */
  readonly exports?: readonly ExportRecord[];
  /** The command line, word by word. */
  readonly command?: readonly string[];
  /** Version of Node.js, `v20.20.2`. */
  readonly node?: string;
}

/** Each look chooses a little what is kept; from here on it shows. */
const MANY_LOOKS = 20;

/** `look 3 at this test part`, or, cross-fitted, at the numbers of all folds; null where it is not known. */
export function lookText({ testLook }: RunNotes, { protocol }: Results): string | null {
  if (testLook == null) return null;
  const many = testLook >= MANY_LOOKS;
  if (protocol.reportedOn === 'crossfit') {
    const worn = many ? ': after so many looks picking the best run flatters as tuning on the folds would' : '';
    return `look ${testLook} at cross-fitted numbers of these queries${worn}`;
  }
  return `look ${testLook} at this test part${many ? ': after so many looks it is hardly held out any more' : ''}`;
}

/** What was measured and chosen where, sentence by sentence. Each is a heading and its text. */
export function protocolText(
  results: Results,
  notes: RunNotes = {},
): readonly { readonly term: string; readonly text: string }[] {
  const { protocol } = results;
  const chosenOn = chosenOnText(protocol);
  const look = lookText(notes, results);
  return [
    { term: 'Split', text: splitText(protocol.split) },
    { term: 'Parts', text: partsText(results) },
    ...(protocol.folds.length === 0 ? [] : [{ term: 'Folds', text: foldsText(protocol) }]),
    { term: 'Chosen on', text: chosenOn === null ? 'nothing was chosen' : `${chosenOn} only` },
    { term: 'Reported on', text: `${measuredText(results)}; every number of a row is over the queries complete for all rows` },
    ...(look === null ? [] : [{ term: 'Looks', text: look }]),
    { term: 'Objective', text: protocol.objective },
    { term: 'Reference', text: protocol.reference },
    ...(protocol.pair === null ? [] : [{ term: 'Strong and weak', text: pairText(protocol.pair) }]),
    { term: 'Quality', text: scorerText(results) },
    { term: 'Intervals', text: intervalText(protocol) },
    { term: 'Tests', text: TESTS },
    { term: 'No worse', text: notWorseText(protocol) },
    { term: 'Samples', text: `at most ${formatCount(protocol.samples)} per query and model` },
    { term: 'Prices', text: priceText(protocol) },
    ...streamedTexts(results),
    ...(notes.exports ?? []).map((record) => ({ term: `Export to ${record.target}`, text: exportText(record) })),
  ];
}

/** How numbers out of shards differ, and what is not among them. */
function streamedTexts({ streamed }: Results): readonly { readonly term: string; readonly text: string }[] {
  if (streamed === undefined) return [];
  const { latencyError, learnedFrom, leftOut } = streamed;
  const learned = learnedFrom === null ? '' : `; strategies learned from ${formatCount(learnedFrom)} queries of the train part`;
  return [
    {
      term: 'Shards',
      text: `added up exactly, whatever their number; percentiles of latencies are told to ${formatShare(latencyError)}${learned}`,
    },
    ...leftOut.map(({ what, why }) => ({ term: 'Left out', text: `${what}: ${why}` })),
  ];
}

function pairText({ strong, weak }: NonNullable<Results['protocol']['pair']>): string {
  return `${strong} and ${weak}, for PGR, APGR, CPT and the sweeps between them`;
}

const TESTS =
  'against the reference, on the same queries: McNemar (exact) where quality is 0 or 1 and each group is one query, else sign flips of groups; Holm-corrected over the compared rows';

function notWorseText({ nonInferiority: { margin, confidence }, reference }: Results['protocol']): string {
  const interval = `${formatNumber(100 * confidence, 'count')} % interval of the paired quality difference`;
  return `than ${reference} by more than ${marginText(margin)}: shown where the whole ${interval} lies above −${marginText(margin)}; equivalent where it also lies below +${marginText(margin)}`;
}

/** Where prices come from, or what is counted instead. */
export function priceText({ costUnit, costModel, costEstimated, pricedAt, priceSource }: Results['protocol']): string {
  if (costUnit === 'calls') return `none known; cost counts calls of ${costModel ?? 'one model'}`;
  const tokens = costEstimated === true ? ['tokens estimated'] : [];
  return [`USD of ${pricedAt ?? 'an unknown date'}`, ...(priceSource === null ? [] : [priceSource]), ...tokens].join(', ');
}

/** What routing could win at most on the reported part. */
export function headroomText({ headroom }: Results): string {
  const { bestSingle } = headroom;
  return (
    `The best single model is ${bestSingle.modelId} at ${formatNumber(bestSingle.quality, 'fraction')}; ` +
    `an oracle that always picks the best answer would reach ${formatNumber(headroom.oracleQuality, 'fraction')}. ` +
    `The choice of model matters on ${formatShare(headroom.choiceMatters)} of the queries, ` +
    `and at least one model is right on ${formatShare(headroom.anyRight)}.`
  );
}

/** `pipeline[1].rules[0]… = 120`, one setting after the other; empty without settings. */
export function parameterText(parameters: Readonly<Record<string, Json>> | undefined): string {
  return Object.entries(parameters ?? {})
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function partsText({ protocol }: Results): string {
  return protocol.parts
    .map(({ part, queries, groups, complete }) => {
      const partly = complete === null || complete === queries ? '' : `, ${formatCount(complete)} complete for every row`;
      return `${part} ${counted(queries, 'query', 'queries')} in ${counted(groups, 'group')}${partly}`;
    })
    .join('; ');
}

function foldsText({ folds }: Results['protocol']): string {
  const list = folds.map(
    ({ fold, queries, groups }) => `${fold} ${counted(queries, 'query', 'queries')} in ${counted(groups, 'group')}`,
  );
  return `${list.join('; ')}. Each is decided by what was fitted and chosen on the others; a shipped router is refitted on everything`;
}

/** A split in words: its kind first, shares as percent. */
function splitText(split: Readonly<Record<string, Json>>): string {
  const { kind, ...settings } = split;
  const parts = Object.entries(settings).map(([name, value]) => {
    const share = typeof value === 'number' && value > 0 && value < 1;
    return `${words(name)} ${share ? formatShare(value) : typeof value === 'string' ? value : JSON.stringify(value)}`;
  });
  const first = typeof kind === 'string' ? kind : 'split';
  return parts.length === 0 ? first : `${first}: ${parts.join(', ')}`;
}

/** `groupBy` as `group by`. */
function words(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

function scorerText({ protocol, inputs }: Results): string {
  const { type, version, ...rest } = protocol.scorer;
  const again = inputs.scorer === undefined ? '' : ', named on the command line in place of the experiment’s own';
  return `scorer ${type}, version ${version}${detailText(rest)}${again}; an answer is right from a quality of ${protocol.rightAt === 'full' ? '1' : 'more than 0'}`;
}

/** Options and parts of a scorer in brackets, `numeric 1 (tolerance 1) × 3`. */
function detailText({ options = {}, parts = [] }: Pick<Results['protocol']['scorer'], 'options' | 'parts'>): string {
  const details = [
    ...Object.entries(options).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`),
    ...parts.map(
      ({ type, version, weight, ...rest }) =>
        `${type} ${version}${detailText(rest)}${weight === undefined ? '' : ` × ${weight}`}`,
    ),
  ];
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

function intervalText({ bootstrap }: Results['protocol']): string {
  return (
    `${formatNumber(100 * bootstrap.confidence, 'count')} %: ${formatCount(bootstrap.replicates)} paired bootstrap ` +
    `resamples of whole groups, seed ${bootstrap.seed} (BCa; bootstrap-t for costs; Tango’s score interval for differences of right and wrong answers); latency percentiles by order statistics`
  );
}
