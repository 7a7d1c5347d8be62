import { foldCondition } from '../../router/condition-tree.js';
import type { Condition, InputSpec, Operators } from '../../router/config.js';
import { countRule } from './counts.js';
import { containsRe2, re2Of } from './re2.js';
import { any, type Built, every, not } from './rule.js';
import type { Signals } from './signals.js';

/** What a request has been classified as: the rule of every class, by its field and name. */
export type Classes = ReadonlyMap<string, Built>;

/** Key of a class. */
export const classKey = (field: string, name: unknown): string => JSON.stringify([field, name]);

/** A condition as a rule over signals, which are added as they are needed; a text says why there is none. */
export function ruleOf(condition: Condition, input: InputSpec, signals: Signals, classes: Classes): Built | string {
  return foldCondition<Built | string>(condition, {
    leaf: (field, spec) => leaf(field, spec, input, signals, classes),
    all: (parts) => unlessRefused(parts, every),
    any: (parts) => unlessRefused(parts, any),
    not: (part) => (typeof part === 'string' ? part : not(part)),
  });
}

function unlessRefused(parts: readonly (Built | string)[], join: (parts: readonly Built[]) => Built): Built | string {
  const refused = parts.find((part) => typeof part === 'string');
  return refused ?? join(parts as readonly Built[]);
}

function leaf(field: string, spec: unknown, input: InputSpec, signals: Signals, classes: Classes): Built | string {
  const operators = spec !== null && typeof spec === 'object' ? (spec as Operators) : { $eq: spec };
  const rules = Object.entries(operators).map(([operator, operand]): Built | string => {
    if (operator === '$not') {
      const inner = leaf(field, operand, input, signals, classes);
      return typeof inner === 'string' ? inner : not(inner);
    }
    const rule = operatorRule(field, operator, operand, input, signals, classes);
    return rule ?? `${operator} on ${field}: ${JSON.stringify(operand)}`;
  });
  return unlessRefused(rules, every);
}

/** Null where the gateway has no words for it. */
function operatorRule(
  field: string,
  operator: string,
  operand: unknown,
  input: InputSpec,
  signals: Signals,
  classes: Classes,
): Built | null {
  if (field === 'prompt.text') return textRule(operator, operand, signals);
  if (field.startsWith('signals.')) return sentRule(field.slice('signals.'.length), operator, operand, signals);
  if (field.startsWith('task.')) return classRule(field, operator, operand, classes);
  return countRule(field, operator, operand, input, signals);
}

function textRule(operator: string, operand: unknown, signals: Signals): Built | null {
  const pattern =
    operator === '$contains'
      ? containsRe2(operand as string | readonly string[])
      : operator === '$regex'
        ? re2Of(String(operand))
        : null;
  return pattern === null ? null : signals.found(pattern);
}

/** The gateway knows texts alone, and compares them whole. */
function sentRule(key: string, operator: string, operand: unknown, signals: Signals): Built | null {
  if (operator === '$ne' || operator === '$nin') {
    const rule = sentRule(key, operator === '$ne' ? '$eq' : '$in', operand, signals);
    return rule === null ? null : not(rule);
  }
  if (operator === '$exists') return signals.sent(key, { exists: operand === true });
  if (operator === '$eq' && typeof operand === 'string') return signals.sent(key, { equals: operand });
  const texts = operator === '$in' && Array.isArray(operand) ? operand : [];
  return texts.length > 0 && texts.every((one) => typeof one === 'string') ? signals.sent(key, { in: texts }) : null;
}

function classRule(field: string, operator: string, operand: unknown, classes: Classes): Built | null {
  const named = (name: unknown): Built => classes.get(classKey(field, name)) ?? false;
  switch (operator) {
    case '$eq':
      return named(operand);
    case '$ne':
      return not(named(operand));
    case '$in':
      return any((operand as readonly unknown[]).map(named));
    case '$nin':
      return not(any((operand as readonly unknown[]).map(named)));
    default:
      return null;
  }
}
