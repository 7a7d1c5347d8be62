import type { Results } from '../domain/results.js';

/**
 * Controls of terminals (C0, C1) and of text direction, and halves of characters: harmless as code, but they can make a view
 * show what isn't there. Line breaks and tabs are passed over.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/** A text in which control characters are spelt out (`⟨U+202E⟩`) and line breaks are spaces. */
export function inertText(text: string): string {
  return spelt(text.replace(/[\r\n\t]+/g, ' '));
}

/** The same for a text of several lines, which it keeps. */
export function inertLines(text: string): string {
  return spelt(text.replaceAll('\r\n', '\n'));
}

function spelt(text: string): string {
  return text.replace(CONTROLS, (character) => {
    const point = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${point}⟩`;
  });
}

/**
 * Results whose every text is inert: names come from files, and files come from anywhere. Escaping for a format (HTML,
 * Markdown) is the view's own.
 */
export function inertResults(results: Results): Results {
  return inertTexts(results);
}

/** The same for anything that is plain JSON. */
export function inertTexts<T>(json: T): T {
  return inert(json) as T;
}

function inert(json: unknown): unknown {
  if (typeof json === 'string') return inertText(json);
  if (Array.isArray(json)) return json.map(inert);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [inertText(name), inert(value)]));
}
