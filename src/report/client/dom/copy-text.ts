import { announce } from './announce.js';

/** The clipboard is not there for pages from disk in every browser: then the text is shown to be copied. */
export function copyText(text: string, what: string): void {
  const shown = (): string | null => prompt(what, text);
  if (navigator.clipboard === undefined) shown();
  else navigator.clipboard.writeText(text).then(() => announce(`${what}: copied`), shown);
}
