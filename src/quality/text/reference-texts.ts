import type { Json } from '../../domain/json.js';

/**
 * The accepted texts of a reference: a text or number is one, a list or `{any_of: […]}` is all of its texts and numbers.
 * Undefined when the reference is absent, empty or of another shape: then nothing can be scored.
 */
export function referenceTexts(reference: Json | undefined): readonly string[] | undefined {
  if (typeof reference === 'string' || typeof reference === 'number') return [String(reference)];
  const list = Array.isArray(reference) ? reference : listUnder(reference, 'any_of');
  if (list === undefined || list.length === 0) return undefined;
  const texts = list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
  return texts.length === list.length ? texts : undefined;
}

/** The list under a key of a reference that is an object; undefined for any other shape. */
export function listUnder(reference: Json | undefined, key: string): readonly Json[] | undefined {
  const list = memberOf(reference, key);
  return Array.isArray(list) ? list : undefined;
}

/** The accepted texts under a key of a reference that is an object; undefined for any other shape. */
export function textsUnder(reference: Json | undefined, key: string): readonly string[] | undefined {
  return referenceTexts(memberOf(reference, key));
}

/** A member of a reference that is an object, undefined where there is none. */
export function memberOf(reference: Json | undefined, key: string): Json | undefined {
  if (typeof reference !== 'object' || reference === null || Array.isArray(reference)) return undefined;
  return Object.hasOwn(reference, key) ? (reference as { readonly [key: string]: Json })[key] : undefined;
}
