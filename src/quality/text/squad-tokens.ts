/** ASCII punctuation, Python's `string.punctuation`: what the evaluation script deletes. */
const PUNCTUATION = /[!-/:-@[-`{-~]+/g;

/** Articles as whole words; letters, digits and the underscore make a word, whatever the script. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * The tokens of an answer as SQuAD's evaluation script makes them (Rajpurkar et al. 2016, `normalize_answer`), after Unicode NFC: lower case, no
 * ASCII punctuation, no English articles (kept with `dropArticles: false`), split at white space.
 */
export function squadTokens(text: string, dropArticles: boolean): readonly string[] {
  const plain = text.normalize('NFC').toLowerCase().replace(PUNCTUATION, '');
  const rest = dropArticles ? plain.replace(ARTICLES, ' ') : plain;
  return rest.split(/\s+/).filter((token) => token !== '');
}
