import { type Category, DIFFICULTIES, type Difficulty } from './draft.js';

export const DEMO_MODELS = ['demo/small', 'demo/medium', 'demo/onprem', 'demo/frontier'] as const;
export type DemoModel = (typeof DEMO_MODELS)[number];

type Skill = readonly [easy: number, medium: number, hard: number];

/**
 * Chance of a right answer by category and difficulty, before what the prompt's text adds. Order: small, medium, on-prem,
 * frontier. Chosen by hand so that strengths cross; they describe no real model.
 */
const SKILLS: Readonly<Record<Category, readonly [Skill, Skill, Skill, Skill]>> = {
  support_faq: [
    [0.96, 0.86, 0.62],
    [0.95, 0.9, 0.76],
    [0.91, 0.83, 0.64],
    [0.93, 0.9, 0.82],
  ],
  support_billing: [
    [0.78, 0.54, 0.3],
    [0.92, 0.78, 0.55],
    [0.7, 0.48, 0.26],
    [0.95, 0.88, 0.76],
  ],
  support_troubleshooting: [
    [0.78, 0.58, 0.36],
    [0.92, 0.82, 0.62],
    [0.72, 0.56, 0.38],
    [0.94, 0.87, 0.76],
  ],
  support_complaint: [
    [0.68, 0.48, 0.3],
    [0.8, 0.62, 0.42],
    [0.64, 0.46, 0.3],
    [0.95, 0.9, 0.82],
  ],
  code_completion: [
    [0.86, 0.68, 0.42],
    [0.97, 0.93, 0.82],
    [0.52, 0.34, 0.18],
    [0.89, 0.84, 0.76],
  ],
  code_output: [
    [0.68, 0.46, 0.24],
    [0.92, 0.76, 0.5],
    [0.38, 0.22, 0.12],
    [0.94, 0.87, 0.74],
  ],
  code_api: [
    [0.76, 0.56, 0.36],
    [0.95, 0.9, 0.72],
    [0.44, 0.32, 0.2],
    [0.93, 0.87, 0.78],
  ],
  code_multifile: [
    [0.46, 0.3, 0.18],
    [0.68, 0.5, 0.34],
    [0.26, 0.16, 0.1],
    [0.9, 0.82, 0.68],
  ],
  legal_date: [
    [0.95, 0.82, 0.52],
    [0.94, 0.84, 0.62],
    [0.97, 0.94, 0.84],
    [0.93, 0.87, 0.76],
  ],
  legal_party: [
    [0.72, 0.54, 0.36],
    [0.8, 0.68, 0.5],
    [0.97, 0.94, 0.88],
    [0.86, 0.78, 0.66],
  ],
  legal_amount: [
    [0.84, 0.6, 0.32],
    [0.92, 0.8, 0.56],
    [0.94, 0.86, 0.66],
    [0.94, 0.86, 0.74],
  ],
  legal_clause: [
    [0.58, 0.44, 0.32],
    [0.68, 0.56, 0.44],
    [0.72, 0.58, 0.44],
    [0.91, 0.83, 0.74],
  ],
};

/** What the text itself shows and any router can see: its effect on the log-odds, in the order of the models. */
const TRAITS: readonly {
  readonly name: string;
  readonly seen: (prompt: string) => boolean;
  readonly shift: readonly [number, number, number, number];
}[] = [
  { name: 'long', seen: (prompt) => prompt.length > 2200, shift: [-0.3, -0.2, 0.05, -0.05] },
  { name: 'short', seen: (prompt) => prompt.length < 420, shift: [0.25, 0.1, 0.1, 0] },
  { name: 'shouting', seen: (prompt) => /\b[A-Z]{3,} [A-Z]{2,} [A-Z]{2,}/.test(prompt), shift: [-0.3, -0.15, -0.1, 0.1] },
  { name: 'uncommon language', seen: (prompt) => /```(?:go|rust|sql)\n/.test(prompt), shift: [-0.35, -0.2, -0.2, 0] },
  { name: 'many figures', seen: (prompt) => (prompt.match(/\d+/g)?.length ?? 0) > 24, shift: [-0.3, -0.15, 0, 0] },
];

/** The chance that `model` answers right, given everything that can be seen of a query; rounded so that it is the same everywhere. */
export function chanceOfRight(model: DemoModel, category: Category, difficulty: Difficulty, prompt: string): number {
  const at = DEMO_MODELS.indexOf(model);
  const base = SKILLS[category][at]?.[DIFFICULTIES.indexOf(difficulty)] ?? Number.NaN;
  const shift = TRAITS.filter((trait) => trait.seen(prompt)).reduce((sum, trait) => sum + (trait.shift[at] ?? 0), 0);
  const odds = (base / (1 - base)) * Math.exp(shift);
  return Math.round((odds / (1 + odds)) * 1e6) / 1e6;
}
