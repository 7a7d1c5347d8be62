import type { Scalar } from '../../domain/json.js';
import type { RouterConfig } from '../config.js';

/** Literals that conditions compare with: numbers and texts by the feature they are held against, values by signal. */
export interface Operands {
  readonly numbers: ReadonlyMap<string, ReadonlySet<number>>;
  readonly texts: ReadonlySet<string>;
  readonly signals: ReadonlyMap<string, readonly Scalar[]>;
}

/** Every literal that the pipeline's conditions compare with. */
export function operandsOf(config: RouterConfig): Operands {
  const found = { numbers: new Map<string, Set<number>>(), texts: new Set<string>(), signals: new Map<string, Scalar[]>() };
  const visit = (value: unknown, field: string): void => {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) note(value, field);
    else if (typeof value === 'string') note(value, field);
    else if (Array.isArray(value)) for (const item of value) visit(item, field);
    else if (typeof value === 'object') {
      for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key], key.indexOf('.') > 0 ? key : field);
    }
  };
  const note = (value: Scalar, field: string): void => {
    if (field.indexOf('signals.') === 0) found.signals.set(field.slice(8), [...(found.signals.get(field.slice(8)) ?? []), value]);
    else if (field.indexOf('prompt.') === 0 && typeof value === 'number')
      found.numbers.set(field, (found.numbers.get(field) ?? new Set<number>()).add(value));
    else if (field.indexOf('prompt.') === 0 && typeof value === 'string') found.texts.add(value);
  };
  visit(config.pipeline, '');
  return found;
}
