import { writeApi } from './code/api.js';
import { writeCompletion } from './code/completion.js';
import { writeMultifile } from './code/multifile.js';
import { writeOutput } from './code/output.js';
import { CATEGORIES, type Category, type CategoryWriter, DIFFICULTIES, type Difficulty, type Draft } from './draft.js';
import { writeContract } from './legal/contract.js';
import { LEGAL_QUESTIONS, type LegalCategory } from './legal/questions.js';
import { copyIndex } from './near-copy.js';
import type { Placed } from './query.js';
import { type Random, randomStream } from './random.js';
import { writeBilling } from './support/billing.js';
import { writeComplaint } from './support/complaint.js';
import { writeFaq } from './support/faq.js';
import { writeTroubleshooting } from './support/troubleshooting.js';

/** Overlap above which a new prompt is drawn again; stricter than the promised half, to leave room for other ways of cutting words. */
const HIGHEST_OVERLAP = 0.42;
/** A writer that fails this often in a row has run out of variety. */
const MOST_REJECTIONS = 3_000;

const WRITERS: Readonly<Record<Exclude<Category, LegalCategory>, CategoryWriter>> = {
  support_faq: writeFaq,
  support_billing: writeBilling,
  support_troubleshooting: writeTroubleshooting,
  support_complaint: writeComplaint,
  code_completion: writeCompletion,
  code_output: writeOutput,
  code_api: writeApi,
  code_multifile: writeMultifile,
};

const DIFFICULTY_WEIGHTS: readonly number[] = [0.4, 0.35, 0.25];
const SIZE_WEIGHTS: readonly number[] = [0.74, 0.16, 0.07, 0.03];

interface Batch {
  readonly difficulty: Difficulty;
  readonly entries: readonly { readonly category: Category; readonly draft: Draft }[];
}

/** Draws batches until every category holds `perCategory` prompts, none a near-copy of a prompt outside its batch. */
export function drawPrompts(seed: number, perCategory: number): Placed[] {
  const index = copyIndex();
  const placed: Placed[] = [];
  let batch = 0;
  let rejected = 0;
  const left = new Map<Category, number>(CATEGORIES.map((category) => [category, perCategory]));
  for (let attempt = 0; ; attempt++) {
    const open = CATEGORIES.filter((category) => (left.get(category) ?? 0) > 0);
    const lead = open[attempt % open.length];
    if (lead === undefined) return placed;
    const drawn = drawBatch(randomStream(seed, 'batch', attempt), lead, left);
    if (!fresh(drawn, (text) => index.highestOverlap(text))) {
      if (++rejected > MOST_REJECTIONS) throw new Error(`no fresh prompt found for ${lead} after ${placed.length} prompts`);
      continue;
    }
    rejected = 0;
    batch++;
    for (const { category, draft } of drawn.entries) {
      index.add(draft.prompt);
      left.set(category, (left.get(category) ?? 0) - 1);
      placed.push({ draft, category, difficulty: drawn.difficulty, batch, batchSize: drawn.entries.length });
    }
  }
}

function fresh(batch: Batch, overlap: (text: string) => number): boolean {
  const prompts = batch.entries.map((entry) => entry.draft.prompt);
  if (new Set(prompts).size < prompts.length) return false;
  if (batch.entries.some((entry) => entry.draft.wrong.length === 0)) return false;
  return prompts.every((prompt) => overlap(prompt) <= HIGHEST_OVERLAP);
}

function drawBatch(random: Random, lead: Category, left: ReadonlyMap<Category, number>): Batch {
  const difficulty = DIFFICULTIES[weighted(random, DIFFICULTY_WEIGHTS)] ?? 'easy';
  if (isLegal(lead)) return { difficulty, entries: drawContract(random, lead, left, difficulty) };
  const size = Math.min(weighted(random, SIZE_WEIGHTS) + 1, left.get(lead) ?? 0);
  const word = WRITERS[lead](random, difficulty);
  return { difficulty, entries: Array.from({ length: size }, () => ({ category: lead, draft: word(random) })) };
}

function drawContract(
  random: Random,
  lead: LegalCategory,
  left: ReadonlyMap<Category, number>,
  difficulty: Difficulty,
): Batch['entries'] {
  const others = (Object.keys(LEGAL_QUESTIONS) as LegalCategory[]).filter((c) => c !== lead && (left.get(c) ?? 0) > 0);
  const categories = [lead, ...random.sample(others, weighted(random, [0.45, 0.3, 0.2, 0.05]))];
  return writeContract(random, difficulty, categories).map((draft, k) => ({ category: categories[k] ?? lead, draft }));
}

function isLegal(category: Category): category is LegalCategory {
  return category in LEGAL_QUESTIONS;
}

/** An index drawn with the given weights (they sum to 1). */
function weighted(random: Random, weights: readonly number[]): number {
  let rest = random.next();
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}
