import type { Rule } from './config.js';

/** A condition before it is written: true and false have no form of their own. */
export type Built = Rule | boolean;

/** All of several; what always holds is left out. */
export function every(parts: readonly Built[]): Built {
  if (parts.includes(false)) return false;
  return joined('AND', parts, true);
}

/** Any of several; what never holds is left out. */
export function any(parts: readonly Built[]): Built {
  if (parts.includes(true)) return true;
  return joined('OR', parts, false);
}

/** The opposite; twice is none. */
export function not(part: Built): Built {
  if (typeof part === 'boolean') return !part;
  if ('operator' in part && part.operator === 'NOT') return part.conditions[0] as Rule;
  return { operator: 'NOT', conditions: [part] };
}

function joined(operator: 'AND' | 'OR', parts: readonly Built[], neutral: boolean): Built {
  const rules = parts.filter((part): part is Rule => typeof part !== 'boolean');
  if (rules.length === 0) return neutral;
  return rules.length === 1 ? (rules[0] as Rule) : { operator, conditions: rules };
}
