import type { RouterConfig, Stage } from '../../router/config.js';
import { RUNTIME as LEARNED } from '../asset/runtime-learned.js';
import { RUNTIME as LEARNED_NJS } from '../asset/runtime-learned-njs.js';
import { RUNTIME as PATTERNS } from '../asset/runtime-patterns.js';
import { RUNTIME as PATTERNS_NJS } from '../asset/runtime-patterns-njs.js';
import { RUNTIME as RULES } from '../asset/runtime-rules.js';
import { RUNTIME as RULES_NJS } from '../asset/runtime-rules-njs.js';
import { RUNTIME as WHOLE } from '../asset/runtime-whole.js';
import { RUNTIME as WHOLE_NJS } from '../asset/runtime-whole-njs.js';

/** A runtime in one file, and the routers it is for. */
export interface RuntimeFile {
  readonly name: 'rules' | 'patterns' | 'learned' | 'whole';
  /** An ES module that exports `loadRouter`; the whole runtime also `start` and `next`. */
  readonly module: string;
  /** The same in the language of nginx's njs, as members of its default export. */
  readonly njs: string;
}

/** Smallest first. */
export const runtimeFiles: readonly RuntimeFile[] = [
  { name: 'rules', module: RULES, njs: RULES_NJS },
  { name: 'patterns', module: PATTERNS, njs: PATTERNS_NJS },
  { name: 'learned', module: LEARNED, njs: LEARNED_NJS },
  { name: 'whole', module: WHOLE, njs: WHOLE_NJS },
];

/** The smallest runtime with all that a router needs. */
export function runtimeFor({ pipeline }: RouterConfig): RuntimeFile {
  const least = Math.max(hasPattern(pipeline) ? 1 : 0, ...pipeline.map(neededBy));
  return runtimeFiles[least] as RuntimeFile;
}

/** Index of the smallest runtime that has a stage's policy and what it predicts with. */
function neededBy(stage: Stage): number {
  switch (stage.kind) {
    case 'filter':
    case 'context':
    case 'rules':
    case 'split':
      return 0;
    case 'classify':
      return stage.by === 'rules' ? 1 : 2;
    case 'predict':
      return 2;
    case 'stick':
    case 'pace':
    case 'explore':
    case 'cascade':
      return 3;
  }
}

function hasPattern(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, held]) => key === '$regex' || hasPattern(held));
}
