import type { Json } from '../../domain/json.js';
import { textOf } from '../dispatch/dispatch.js';
import { type ContextSpec, contextFor, type FlagContext } from '../openfeature/context.js';
import type { ExportFile } from '../target.js';
import type { Emulator } from './emulator.js';

/** flags.json as far as we write it. */
export interface FlagFile {
  readonly flags: Readonly<Record<string, Flag>>;
}

interface Flag {
  readonly state: 'ENABLED';
  readonly variants: Readonly<Record<string, { readonly models: readonly string[] }>>;
  readonly defaultVariant: string;
  readonly targeting: Json;
}

/** What flagd makes of a request's context: the variant that the targeting names, and its models. */
export function flagEmulator(files: readonly ExportFile[]): Emulator {
  const models = modelsBy(files);
  const context = contextFor(JSON.parse(textOf(files, 'context.json')) as ContextSpec);
  return (request) => ({ models: models(context(request)) });
}

/** Whose models a variant has that the caller names itself. */
export function flagChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const models = modelsBy(files);
  return (route) => models({ route });
}

function modelsBy(files: readonly ExportFile[]): (context: FlagContext) => readonly string[] {
  const flag = Object.values((JSON.parse(textOf(files, 'flags.json')) as FlagFile).flags)[0] as Flag;
  return (context) => {
    const named = value(flag.targeting, context);
    return flag.variants[typeof named === 'string' ? named : flag.defaultVariant]?.models ?? [];
  };
}

/** JsonLogic in the operators that we write. */
function value(logic: Json, context: FlagContext): Json {
  if (logic === null || typeof logic !== 'object' || Array.isArray(logic)) return logic;
  const [operator, operands] = Object.entries(logic as Readonly<Record<string, Json>>)[0] as [string, Json];
  if (operator === 'var') return context[String(operands)] ?? null;
  const parts = operands as readonly Json[];
  const at = (index: number): Json => value(parts[index] ?? null, context);
  switch (operator) {
    case 'if': {
      for (let i = 0; i + 1 < parts.length; i += 2) if (at(i) === true) return at(i + 1);
      return parts.length % 2 === 1 ? at(parts.length - 1) : null;
    }
    case 'and':
      return parts.every((_, index) => at(index) === true);
    case 'or':
      return parts.some((_, index) => at(index) === true);
    case '!':
      return at(0) !== true;
    case '===':
      return at(0) === at(1);
    default:
      return compared(operator, Number(at(0)), Number(at(1)));
  }
}

function compared(operator: string, one: number, other: number): boolean {
  if (operator === '<') return one < other;
  if (operator === '<=') return one <= other;
  return operator === '>' ? one > other : one >= other;
}
