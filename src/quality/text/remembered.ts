import type { Json } from '../../domain/json.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';

/** Values kept; all are forgotten when labels that all differ would make more. */
const MOST = 10_000;

/** A function that remembers its values, so that what labels repeat is made once. */
export function remembered<T>(make: (value: Json) => T): (value: Json) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = canonicalJson(value);
    const held = known.get(key);
    if (held !== undefined || known.has(key)) return held as T;
    if (known.size >= MOST) known.clear();
    const made = make(value);
    known.set(key, made);
    return made;
  };
}
