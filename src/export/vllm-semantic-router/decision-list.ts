import type { Condition, FilterStage, RouterConfig, RuleClassifyStage, RulesStage } from '../../router/config.js';
import { type Classes, classKey, ruleOf } from './condition.js';
import type { Decision } from './config.js';
import { any, type Built, every, not } from './rule.js';
import type { Signals } from './signals.js';

/** Filters double what must be told apart. */
const MOST_WORLDS = 16;

/** What filters leave, and when. */
interface World {
  readonly when: Built;
  readonly allowed: readonly string[];
}

/** A chain of models, and when it is asked. The first that holds decides. */
export interface ListedDecision {
  readonly name: string;
  readonly when: Built;
  readonly chain: readonly string[];
}

/** Static rules as a list of decisions; a text says which policy has no place in one. */
export function decisionList(config: RouterConfig, signals: Signals): readonly ListedDecision[] | string {
  const { pipeline, input } = config;
  if (input.text !== 'last_user') return `input.text ${input.text}: the gateway reads the last question`;
  let classes: Classes = new Map();
  let worlds: readonly World[] = [{ when: true, allowed: config.models.map(({ id }) => id) }];
  const listed: { readonly rule: string; readonly when: Built; readonly use: string }[] = [];
  for (const stage of pipeline) {
    if (stage.kind === 'filter') {
      if (listed.length > 0) return 'filter behind rules: a decision of the gateway is final';
      const split = splitWorlds(stage, worlds, (when) => ruleOf(when, input, signals, classes));
      if (typeof split === 'string') return `filter: ${split}`;
      worlds = split;
    } else if (stage.kind === 'classify' && stage.by === 'rules') {
      const found = classesOf(stage, (when) => ruleOf(when, input, signals, classes));
      if (typeof found === 'string') return `classify: ${found}`;
      classes = new Map([...classes, ...found]);
    } else if (stage.kind === 'rules') {
      for (const [index, { when = {}, use }] of (stage as RulesStage).rules.entries()) {
        const rule = ruleOf(when, input, signals, classes);
        if (typeof rule === 'string') return `rule ${index + 1}: ${rule}`;
        listed.push({ rule: `rule-${listed.length + 1}`, when: rule, use });
      }
    } else return `${stage.kind}: its decisions know rules alone`;
  }
  return worlds.flatMap((world, index) => inWorld(world, listed, config, worlds.length === 1 ? '' : `${index + 1}-`));
}

function splitWorlds(
  { when = {}, allow, keep }: FilterStage,
  worlds: readonly World[],
  rule: (when: Condition) => Built | string,
): readonly World[] | string {
  if (keep !== undefined || allow === undefined) return 'keep: which models hold at the moment the gateway does not know';
  const holds = rule(when);
  if (typeof holds === 'string') return holds;
  const split = worlds.flatMap((world) => [
    { when: every([world.when, holds]), allowed: world.allowed.filter((id) => allow.includes(id)) },
    { when: every([world.when, not(holds)]), allowed: world.allowed },
  ]);
  const possible = split.filter((world) => world.when !== false);
  return possible.length > MOST_WORLDS ? `more than ${MOST_WORLDS} ways in which filters may meet` : possible;
}

/** The first class that holds is the request's; `otherwise` where none does. */
function classesOf(stage: RuleClassifyStage, rule: (when: Condition) => Built | string): Classes | string {
  const field = `task.${stage.of ?? 'category'}`;
  const before: Built[] = [];
  const classes = new Map<string, Built>();
  const add = (name: string, when: Built): void => {
    const key = classKey(field, name);
    classes.set(key, any([classes.get(key) ?? false, when]));
  };
  for (const { name, when } of stage.categories) {
    const own = rule(when);
    if (typeof own === 'string') return own;
    add(name, every([own, ...before.map(not)]));
    before.push(own);
  }
  if (stage.otherwise !== undefined) add(stage.otherwise, every(before.map(not)));
  return classes;
}

function inWorld(
  { when, allowed }: World,
  listed: readonly { readonly rule: string; readonly when: Built; readonly use: string }[],
  { fallback }: RouterConfig,
  prefix: string,
): ListedDecision[] {
  const left = fallback.filter((id) => allowed.includes(id));
  const decisions: ListedDecision[] = [];
  for (const { rule, when: own, use } of listed) {
    const holds = every([when, own]);
    if (!allowed.includes(use) || holds === false) continue;
    decisions.push({ name: prefix + rule, when: holds, chain: [use, ...left.filter((id) => id !== use)] });
    if (own === true) return decisions;
  }
  return left.length === 0 ? decisions : [...decisions, { name: `${prefix}fallback`, when, chain: left }];
}

/** A list as the gateway has it: the earlier, the greater its priority; what always holds has no conditions. */
export function writtenDecisions(listed: readonly ListedDecision[]): Decision[] {
  return listed.map(({ name, when, chain: [model = ''] }, index) => ({
    name,
    priority: listed.length - index,
    rules:
      typeof when === 'boolean'
        ? { operator: 'AND', conditions: [] }
        : 'operator' in when
          ? when
          : { operator: 'AND', conditions: [when] },
    modelRefs: [{ model, use_reasoning: false }],
    algorithm: { type: 'static' },
  }));
}
