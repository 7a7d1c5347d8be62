/**
 * The same text in memory of its own. A part cut out of a longer text may keep all of it alive, so what outlives the
 * reading of a file is detached from it.
 */
export function detached(text: string): string {
  // Engines copy shorter parts anyway.
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
