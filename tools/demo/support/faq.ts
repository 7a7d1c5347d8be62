import { PLANS, PRODUCTS } from '../bank.js';
import type { CategoryWriter, Difficulty, Draft } from '../draft.js';
import { fill } from '../fill.js';
import type { Random } from '../random.js';
import { customerMessage } from './customer.js';
import { FAQ_TOPICS, type FaqTopic } from './faq-topics.js';

interface FaqCase {
  readonly topic: FaqTopic;
  readonly product: string;
  readonly plan: string;
  readonly value: string;
  readonly decoys: readonly string[];
  readonly article: readonly string[];
  /** The customer's own plan changes the answer. */
  readonly byPlan: boolean;
}

const FRAMES: readonly ((article: string, message: string) => string)[] = [
  (article, message) => `Help article:\n${article}\n\nMessage from a customer:\n${message}\n\nAnswer in one or two sentences.`,
  (article, message) => `${message}\n\n---\nWhat our knowledge base says: ${article}\nWrite a brief reply.`,
  (article, message) => `You answer the support inbox. Known facts: ${article}\n\nNew ticket: "${message}"\nReply to it.`,
  (article, message) => `Customer: ${message}\nFAQ entry: ${article}\nAgent:`,
  (article, message) => `Reply to this question using only the notes.\nNotes: ${article}\nQuestion: ${message}`,
  (article, message) => `${article}\n\nGiven the text above, what should we tell this person?\n\n${message}`,
];

const EXTRA_FACTS: Readonly<Record<Difficulty, readonly [number, number]>> = { easy: [0, 1], medium: [2, 3], hard: [3, 5] };

/** Questions answered by a help article; harder ones hide the fact among others or behind an exception for the customer's plan. */
export const writeFaq: CategoryWriter = (facts, difficulty) => {
  const faqCase = inventCase(facts, difficulty);
  return (surface) => wordCase(faqCase, surface);
};

function inventCase(facts: Random, difficulty: Difficulty): FaqCase {
  const topic = facts.pick(FAQ_TOPICS);
  const product = facts.pick(PRODUCTS);
  const [plan = '', otherPlan = ''] = facts.sample(PLANS, 2);
  const [base = '', special = '', other = '', ...rest] = facts.shuffle(topic.values);
  const byPlan = difficulty === 'hard' || (difficulty === 'medium' && facts.chance(0.4));
  const lines = [fill(topic.fact, { p: product, v: base })];
  if (byPlan) lines.push(fill(topic.exception, { plan, v: special }));
  if (difficulty === 'hard') lines.push(fill(topic.exception, { plan: otherPlan, v: other }));
  const [least, most] = EXTRA_FACTS[difficulty];
  const others = facts.sample(
    FAQ_TOPICS.filter((entry) => entry !== topic),
    facts.int(least, most),
  );
  const noise = others.map((entry) => fill(entry.fact, { p: product, v: facts.pick(entry.values) }));
  const decoys = byPlan ? [base, other] : [special, other, ...rest];
  return { topic, product, plan, value: byPlan ? special : base, decoys, byPlan, article: mingle(facts, lines, noise) };
}

/** Noise goes around the lines that belong together, whose order is kept. */
function mingle(random: Random, lines: readonly string[], noise: readonly string[]): string[] {
  const cut = random.int(0, noise.length);
  return [...noise.slice(0, cut), ...lines, ...noise.slice(cut)];
}

function wordCase(faqCase: FaqCase, surface: Random): Draft {
  const { topic, product, plan, value, byPlan } = faqCase;
  const mention = byPlan
    ? surface.pick([`We are on ${plan}. `, `I pay for ${plan}. `, `Our plan is called ${plan}, I believe. `])
    : '';
  const message = customerMessage(surface, product, `${mention}${surface.pick(topic.asks)}`);
  const sentence = (v: string): string => fill(byPlan ? topic.exception : topic.fact, { p: product, plan, v });
  return {
    prompt: surface.pick(FRAMES)(faqCase.article.join(' '), message),
    scorer: 'contains',
    reference: { contains: [value] },
    right: sentence(value),
    wrong: faqCase.decoys.filter((decoy) => !decoy.includes(value)).map(sentence),
    reasoning: [
      `Thank you for getting in touch about ${product}.`,
      'I checked our help article for you.',
      'Do let us know if anything remains unclear.',
    ],
  };
}
