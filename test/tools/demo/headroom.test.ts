import { describe, expect, it } from 'vitest';
import { drawIntents } from '../../../tools/demo/luck.js';
import { callCostUsd } from '../../../tools/demo/price.js';
import { CONFIDENCE } from '../../../tools/demo/simulate-call.js';
import { DEMO_MODELS, type DemoModel } from '../../../tools/demo/skill.js';
import { headroom, qualities } from '../../../tools/demo/summary.js';
import { makeWorkbench, PER_CATEGORY, SEED } from '../../../tools/demo/workbench.js';

const workbench = makeWorkbench(SEED, PER_CATEGORY);
const right = qualities(workbench);
const top = headroom(workbench);
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const gapClosed = (quality: number): number => (quality - top.bestSingle) / (top.oracle - top.bestSingle);

describe('what a router can win on the demo', () => {
  it('lies in the intended range for every model', () => {
    expect(mean(right['demo/frontier'])).toBe(top.bestSingle);
    expect(top.bestSingle).toBeGreaterThan(0.8);
    expect(top.bestSingle).toBeLessThan(0.88);
    expect(mean(right['demo/small'])).toBeGreaterThan(0.55);
    expect(mean(right['demo/small'])).toBeLessThan(0.65);
  });

  it('has 4–7 % of queries that the small model gets right and the frontier model wrong', () => {
    const upsets = mean(right['demo/small'].map((value, row) => (value > (right['demo/frontier'][row] ?? 0) ? 1 : 0)));
    expect(upsets).toBeGreaterThan(0.04);
    expect(upsets).toBeLessThan(0.07);
  });

  it('is at most 60 % of the oracle gap for a router that knows every true chance, as drawn and in expectation', () => {
    expect(gapClosed(top.knowing)).toBeGreaterThan(0.2);
    expect(gapClosed(top.knowing)).toBeLessThan(0.6);
    expect((top.expectedKnowing - top.expectedSingle) / (top.oracle - top.bestSingle)).toBeLessThan(0.6);
  });

  it('stays below 60 % even for one that also saw how sure every model was of its answer', () => {
    const { wrong, right: sure, spread } = CONFIDENCE;
    const picked = workbench.queries.map((query, row) => {
      const intents = drawIntents(SEED, query);
      const odds = (model: DemoModel): number => {
        const { chance } = intents[model];
        const told = workbench.recordings[model][row]?.answer?.confidence;
        const evidence = told === undefined ? 0 : ((told - wrong) ** 2 - (told - sure) ** 2) / (2 * spread * spread);
        return Math.log(chance / (1 - chance)) + evidence;
      };
      const best = DEMO_MODELS.reduce((a, b) => (odds(b) > odds(a) ? b : a));
      return right[best][row] ?? 0;
    });
    expect(gapClosed(mean(picked))).toBeGreaterThan(gapClosed(top.knowing));
    expect(gapClosed(mean(picked))).toBeLessThan(0.6);
  });

  it('has strengths that cross: each model is best somewhere', () => {
    const best = (category: string): DemoModel => {
      const score = (model: DemoModel): number =>
        mean(right[model].filter((_, row) => workbench.queries[row]?.category === category));
      return DEMO_MODELS.reduce((a, b) => (score(b) > score(a) ? b : a));
    };
    expect(best('code_completion')).toBe('demo/medium');
    expect(best('legal_party')).toBe('demo/onprem');
    expect(best('legal_date')).toBe('demo/onprem');
    expect(best('support_complaint')).toBe('demo/frontier');
    expect(best('code_multifile')).toBe('demo/frontier');
  });
});

describe('a plain rules router that sees only the prompt', () => {
  const rules: readonly (readonly [RegExp, DemoModel])[] = [
    [/```[\s\S]*___|___[\s\S]*```/, 'demo/medium'],
    [/Reply with the letter|idiomatic|proper way|Which option would you use|Choose\./, 'demo/medium'],
    [/```/, 'demo/frontier'],
    [/YYYY-MM-DD|End with the figure|Put the amount last|final number of your reply/, 'demo/onprem'],
    [/(?:compan|part)(?:y|ies)\b[^.]*\?|signator|surety\?|Full names|full name|legal entity|agent for service/, 'demo/onprem'],
    [/help article|knowledge base|known facts|FAQ entry|using only the notes|Given the text above/i, 'demo/medium'],
  ];
  const route = (prompt: string): DemoModel => rules.find(([pattern]) => pattern.test(prompt))?.[1] ?? 'demo/frontier';
  const routed = workbench.queries.map((query) => route(query.draft.prompt));

  it('keeps 97 % of the frontier model’s quality at 60 % of its cost or less, and clears 95 % beyond chance on 700 queries', () => {
    const cost = mean(routed.map((model, row) => callCostUsd(model, workbench.recordings[model][row] as never)));
    const all = mean(workbench.recordings['demo/frontier'].map((recording) => callCostUsd('demo/frontier', recording)));
    expect(cost / all).toBeLessThan(0.6);
    const differences = routed.map((model, row) => (right[model][row] ?? 0) - 0.95 * (right['demo/frontier'][row] ?? 0));
    expect(mean(routed.map((model, row) => right[model][row] ?? 0)) / top.bestSingle).toBeGreaterThan(0.97);
    const centre = mean(differences);
    const error = Math.sqrt(mean(differences.map((d) => (d - centre) ** 2)) / 700);
    expect(centre - 1.96 * error).toBeGreaterThan(0);
  });
});
