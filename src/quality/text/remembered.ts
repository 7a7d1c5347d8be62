import type { Json } from '../../domain/json.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';

const MOST = 1_000;

/** A function that remembers its values; all forgotten when there are as many as labels that all differ would make. */
export function remembered<T>(make: (value: Json) => T): (value: Json) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = typeof value === 'string' ? value : canonicalJson(value);
    const held = known.get(key);
    if (held !== undefined || known.has(key)) return held as T;
    if (known.size >= MOST) known.clear();
    const made = make(value);
    known.set(key, made);
    return made;
  };
}
