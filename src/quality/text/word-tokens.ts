const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;

/** A Chinese or Japanese character alone, since no space parts their words; else a run of letters, marks and digits. */
const WORDS = new RegExp(String.raw`${UNSPACED}|(?:(?!${UNSPACED})[\p{L}\p{M}\p{N}])+`, 'gu');

/** The words of a text in Unicode NFC and lower case, without punctuation, not stemmed. */
export function wordTokens(text: string): readonly string[] {
  return text.normalize('NFC').toLowerCase().match(WORDS) ?? [];
}
