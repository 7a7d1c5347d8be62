import type { Scalar } from '../../domain/json.js';
import { answerScore, compileRequestPart } from '../../router/answer/chance.js';
import type { NumberFact, RungChance, WordFact } from '../../router/answer/config.js';
import { type AnswerFact, answerFacts } from '../../router/answer/facts.js';
import type { InputSpec } from '../../router/config.js';
import { pack, unpack } from '../../router/packed.js';
import { UNIT } from '../../router/space/config.js';
import { compileSpace, spaceColumns } from '../../router/space/index.js';
import { type ScoredAnswer, sharedFit, type Training } from '../training.js';
import { isotonicTable } from './calibrate.js';
import { fitSpace } from './fit-space.js';
import type { FeatureGroup } from './groups.js';
import { innerTrainings } from './inner-trainings.js';
import { matrixOf } from './linear-problem.js';
import { logLoss } from './losses.js';
import { newton } from './newton.js';
import { quantisedLinear } from './quantise-linear.js';
import { SIGMOID } from './sigmoid-table.js';

/** What a learned acceptor reads. */
export interface AcceptorSpec {
  /** Names of answer facts. */
  readonly facts: readonly string[];
  /** Features of the request; none where it isn't read. */
  readonly request: readonly FeatureGroup[];
  readonly l2: number;
}

/** Intervals of a number of the answer, about equally many answers in each. */
const BINS = 8;
/** Words seen on fewer answers teach nothing; more words than this are not told apart. */
const LEAST_OF_WORD = 5;
const MOST_WORDS = 64;
/** Fewer answers than this teach nothing of a model. */
export const LEAST_ANSWERS = 20;

/** An answer to learn from, with the row of its request. */
interface Example extends ScoredAnswer {
  readonly row: number;
  readonly weight: number;
}

/**
 * The chance that an answer of a model is right, learned from its answers on the training rows: logistic regression (graded qualities
 * are soft targets) on the facts of the answer, cut into intervals, and on the request where it is read; then an isotonic table from
 * scores out of fold to what really came. FrugalGPT (Chen et al. 2023) scores answers by a fine-tuned transformer; this one needs
 * nothing but what every provider returns.
 *
 * @returns null where the model has fewer than 20 scored answers
 */
export function fitAcceptor(spec: AcceptorSpec, model: number, training: Training, input: InputSpec): RungChance | null {
  return sharedFit(training, { fit: 'acceptor', spec, model, input }, () => {
    const examples = examplesOf(training, model);
    if (examples.length < LEAST_ANSWERS) return null;
    const scores = new Float64Array(examples.length);
    const place = new Map<number, number[]>();
    examples.forEach(({ row }, at) => {
      place.set(row, [...(place.get(row) ?? []), at]);
    });
    for (const { fold, rest } of innerTrainings(training)) {
      const chance = fitChance(spec, examplesOf(rest, model), rest, input);
      const base = compileRequestPart(chance, input)(training.batch);
      for (const row of fold)
        for (const at of place.get(row) ?? []) scores[at] = answerScore(chance, base(row), (examples[at] as Example).signals);
    }
    const column = (of: (example: Example) => number): Float64Array => Float64Array.from(examples, of);
    const weight = column((one) => one.weight);
    const table = isotonicTable(
      scores,
      column((one) => one.quality),
      weight,
    );
    return { ...fitChance(spec, examples, training, input), table: table ?? SIGMOID };
  });
}

/** A model's scored answers; the samples of one query share its weight. */
function examplesOf({ rows, answers, weight }: Training, model: number): Example[] {
  return Array.from(rows).flatMap((row) => {
    const own = answers(row, model).filter(({ quality }) => !Number.isNaN(quality));
    return own.map((answer) => ({ ...answer, row, weight: (weight[row] as number) / own.length }));
  });
}

function fitChance(
  { facts, request, l2 }: AcceptorSpec,
  examples: readonly Example[],
  training: Training,
  input: InputSpec,
): RungChance {
  const space = request.length === 0 ? [] : fitSpace(request, training, input);
  const width = spaceColumns(space);
  const read = answerFacts.filter(({ name }) => facts.includes(name)).flatMap((fact) => columnsOf(fact, examples));
  let columns = width;
  const blocks = read.map((fact) => {
    const from = columns;
    columns += fact.size;
    return { ...fact, from };
  });
  const vectorAt = compileSpace(space, input)(training.batch);
  const index: number[] = [];
  const value: number[] = [];
  const offsets = Uint32Array.from([
    0,
    ...examples.map(({ row, signals }) => {
      const vector = vectorAt(row);
      for (let at = 0; at < vector.size; at++) {
        index.push(vector.index[at] as number);
        value.push(vector.value[at] as number);
      }
      for (const { from, placeOf } of blocks) {
        const at = placeOf(signals);
        if (at < 0) continue;
        index.push(from + at);
        value.push(UNIT);
      }
      return index.length;
    }),
  ]);
  const matrix = matrixOf({
    size: examples.length,
    columns,
    offsets,
    index: Uint32Array.from(index),
    value: Int32Array.from(value),
  });
  const mean = examples.reduce((sum, one) => sum + one.weight, 0) / Math.max(1, examples.length);
  const target = Float64Array.from(examples, ({ quality }) => quality);
  const weight = Float64Array.from(examples, (one) => one.weight / mean);
  const solution = newton({ matrix, target, weight, l2 }, logLoss);
  const weights = new Float64Array(columns);
  matrix.columns.forEach((column, at) => {
    weights[column] = solution[at] as number;
  });
  const whole = quantisedLinear(space, { weights, bias: Float64Array.of(solution[matrix.columns.length] as number) }, 16);
  const quantised = unpack(whole.weights);
  return {
    facts: blocks.map(({ fact, from, size }) => ({
      ...fact,
      weights: Array.from(quantised.subarray(from, from + size), (one) => one * UNIT),
    })),
    bias: whole.bias[0] as number,
    shift: whole.shift,
    table: SIGMOID,
    ...(width === 0 ? {} : { request: { space, weights: pack('i16', quantised.subarray(0, width)) } }),
  };
}

/** The columns that a fact becomes, before they have weights. */
interface FactColumns {
  readonly fact: Omit<NumberFact, 'weights'> | Omit<WordFact, 'weights'>;
  readonly size: number;
  /** -1 where the fact isn't known, or is a word that was hardly seen. */
  placeOf(answer: ScoredAnswer['signals']): number;
}

/** A fact that no answer has, or that is the same on all, says nothing. */
function columnsOf({ name: of, kind, read }: AnswerFact, examples: readonly Example[]): FactColumns[] {
  const known = examples.map(({ signals }) => read(signals)).filter((value) => value !== undefined);
  if (kind === 'word') {
    const values = commonWords(known);
    if (values.length === 0 || new Set(examples.map(({ signals }) => read(signals))).size < 2) return [];
    return [{ fact: { of, values }, size: values.length, placeOf: (answer) => values.indexOf(read(answer) as Scalar) }];
  }
  const edges = edgesOf(known.filter((value) => typeof value === 'number'));
  if (edges.length === 0 && known.length === examples.length) return [];
  const placeOf: FactColumns['placeOf'] = (answer) => {
    const value = read(answer);
    return typeof value === 'number' ? edges.filter((edge) => value >= edge).length : -1;
  };
  return known.length === 0 ? [] : [{ fact: { of, edges }, size: edges.length + 1, placeOf }];
}

/** Words of at least five answers, the most frequent ones, by name. */
function commonWords(known: readonly Scalar[]): Scalar[] {
  const counts = new Map<Scalar, number>();
  for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= LEAST_OF_WORD)
    .sort(([a, n], [b, m]) => m - n || (String(a) < String(b) ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([value]) => value);
}

/** Edges between intervals of about equally many answers; equal numbers stay together. */
function edgesOf(numbers: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort();
  const edges: number[] = [];
  for (let i = 1; i < BINS; i++) {
    const edge = sorted[Math.floor((i * sorted.length) / BINS)];
    if (edge !== undefined && edge > (edges.at(-1) ?? (sorted[0] as number))) edges.push(edge);
  }
  return edges;
}
