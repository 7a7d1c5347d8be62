/** Which differences between two texts do not count. */
export interface Normalisation {
  readonly foldCase: boolean;
  /** Quotes, sentence punctuation and Markdown emphasis at either end of the text; signs, currency and % stay. */
  readonly stripPunctuation: boolean;
}

/** Everything but marks that carry meaning in an answer (- + $ € % # brackets). */
const EDGE = new Set(' .,;:!?"\'`*_…“”‘’«»„。，！？、');

/**
 * A text as it is compared: Unicode NFC, white space collapsed to one space and trimmed; then, as asked, lower case
 * (Unicode, no locale) and no punctuation at either end.
 */
export function normaliseText(text: string, { foldCase, stripPunctuation }: Normalisation): string {
  const collapsed = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const folded = foldCase ? collapsed.toLowerCase() : collapsed;
  return stripPunctuation ? stripEdges(folded) : folded;
}

/** Walks inwards from both ends: a regular expression anchored at the end would be quadratic on hostile text. */
function stripEdges(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && EDGE.has(text[from] ?? '')) from++;
  while (to > from && EDGE.has(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}
