import type { Json } from '../../src/domain/json.js';
import type { Random } from './random.js';

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

export const CATEGORIES = [
  'support_faq',
  'support_billing',
  'support_troubleshooting',
  'support_complaint',
  'code_completion',
  'code_output',
  'code_api',
  'code_multifile',
  'legal_date',
  'legal_party',
  'legal_amount',
  'legal_clause',
] as const;
export type Category = (typeof CATEGORIES)[number];

export type ScorerName = 'exact' | 'multiple_choice' | 'numeric' | 'contains';

/** One question with everything needed to simulate right and wrong answers to it. */
export interface Draft {
  readonly prompt: string;
  readonly scorer: ScorerName;
  /** A number, a choice's letter, an exact text, `{any_of: […]}` or `{contains: […]}`. */
  readonly reference: Json;
  /** Option texts, A first. */
  readonly choices?: readonly string[];
  /** What a right answer says in the end: the exact text, the letter, or the sentence with the facts or the number (last). */
  readonly right: string;
  /** What plausible wrong answers say in the same place. */
  readonly wrong: readonly string[];
  /** Sentences that a talkative model adds before its conclusion. */
  readonly reasoning: readonly string[];
}

/** Writes one case; the case can then be worded anew with each surface stream, which gives paraphrases with the same facts. */
export type CategoryWriter = (facts: Random, difficulty: Difficulty) => (surface: Random) => Draft;
