import type { Json } from '../../src/domain/json.js';

/**
 * Whether an answer's text is right by the shape of its reference. The simulator checks every text it writes with this,
 * so that what it meant to be right or wrong really reads so; the laboratory's own scorers are written independently.
 */
export function readsRight(reference: Json, choices: readonly string[] | undefined, text: string): boolean {
  if (typeof reference === 'number') return Math.abs((lastNumber(text) ?? Number.NaN) - reference) < 0.005;
  if (typeof reference === 'string') return choices ? chosenLetter(text) === reference : plain(text) === plain(reference);
  if (reference === null || typeof reference !== 'object' || Array.isArray(reference)) throw new Error('unknown reference shape');
  const shape = reference as { readonly contains?: readonly string[]; readonly any_of?: readonly string[] };
  if (shape.contains) return shape.contains.every((part) => text.toLowerCase().includes(part.toLowerCase()));
  return (shape.any_of ?? []).some((accepted) => plain(accepted) === plain(text));
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function lastNumber(text: string): number | undefined {
  const found = text.match(/-?\d[\d,]*(?:\.\d+)?/g)?.at(-1);
  return found === undefined ? undefined : Number(found.replaceAll(',', ''));
}

function chosenLetter(text: string): string | undefined {
  const stated = /answer(?: is|:)\s*\(?([A-D])\b/i.exec(text)?.[1];
  return (stated ?? /^\W*([A-D])\b/.exec(text)?.[1])?.toUpperCase();
}
