import type { Condition, Stage } from '../router/config.js';
import { formatNumber } from './format.js';

/** A stage of a pipeline in words; `rules` are those that can fire, in their order. Fitted numbers are left out. */
export interface StageText {
  readonly text: string;
  readonly rules: readonly string[];
}

/** Thresholds and margins are kept in units of 2⁻²⁰. */
const ONE = 2 ** 20;
/** Longest condition, in characters: patterns can be long. */
const LONGEST = 400;

/** What a stage does. */
export function stageText(stage: Stage): StageText {
  const text = `${stage.kind}${'when' in stage && stage.when !== undefined ? ` when ${conditionText(stage.when)}` : ''}`;
  if (stage.kind === 'rules') return { text, rules: stage.rules.map(({ when, use }) => `${whenText(when)}use ${use}`) };
  if (stage.kind === 'classify' && stage.by === 'rules')
    return { text: `${text} by rules`, rules: stage.categories.map(({ name, when }) => `${whenText(when)}${name}`) };
  return { text: `${text}: ${whatText(stage)}`, rules: [] };
}

type OtherStage = Exclude<Stage, { readonly kind: 'rules' } | { readonly by: 'rules' }>;

function whatText(stage: OtherStage): string {
  switch (stage.kind) {
    case 'filter':
      return [
        ...(stage.allow === undefined ? [] : [`only ${stage.allow.join(', ')}`]),
        ...(stage.keep === undefined ? [] : [`only models with ${conditionText(stage.keep)}`]),
      ].join('; ');
    case 'context':
      return `only models that hold the request and an answer of ${stage.outputTokens} tokens`;
    case 'classify': {
      const rest = stage.otherwise === undefined ? '' : `; ${stage.otherwise} unless ahead by ${share(stage.margin ?? 0)}`;
      return `the likeliest of ${stage.classes.join(', ')}${rest}`;
    }
    case 'split':
      return stage.weights.map(({ model, weight }) => `${model} ${weight}`).join(' : ');
    case 'predict':
      return `of ${stage.over.join(', ')} ${selectionText(stage.select)}`;
    case 'cascade':
      return `${stage.order === 'rank' ? 'best first' : stage.order.join(' → ')} until ${acceptText(stage)}, at most ${stage.most} up`;
    case 'pace':
      return `what cost counts for follows a budget per ${stage.window.by === 'queries' ? `${stage.window.queries} requests` : stage.window.by}`;
    case 'explore':
      return `learns which of ${stage.over.join(', ')} is best, by ${stage.learner.by}`;
    case 'stick':
      return `a session keeps its model${stage.unless === undefined ? '' : ` unless ${conditionText(stage.unless)}`}`;
  }
}

type Selection = Extract<Stage, { readonly kind: 'predict' }>['select'];

function selectionText(select: Selection): string {
  switch (select.by) {
    case 'utility':
      return 'the one of most predicted quality less what its cost and time are worth';
    case 'good_enough':
      return `the cheapest whose predicted quality is at least ${share(select.atLeast)}, else the ${select.otherwise ?? 'best'}`;
    case 'balance':
      return `the best mix of predicted quality (${share(select.share * 16)}) and cheapness`;
  }
}

function acceptText({ accept, agree, learned }: Extract<Stage, { readonly kind: 'cascade' }>): string {
  return [
    ...(Object.keys(accept).length === 0 ? [] : [conditionText(accept)]),
    ...(agree === undefined ? [] : ['samples agree']),
    ...(learned === undefined ? [] : [`the chance of being right is at least ${share(learned.least)}`]),
  ].join(' and ');
}

function whenText(when: Condition | undefined): string {
  return when === undefined ? '' : `when ${conditionText(when)} `;
}

function conditionText(condition: Condition): string {
  const text = JSON.stringify(condition);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function share(units: number): string {
  return formatNumber(units / ONE, 'fraction');
}
