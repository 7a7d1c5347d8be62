/** A stretch of a text, and whether it is something to be typed. */
export interface TextPart {
  readonly code: boolean;
  readonly text: string;
}

/** What our own sentences put between backticks: short, and nothing that means anything to Markdown or HTML. */
const CODE = /`(?! )([\w.:$/ -]{1,60})(?<! )`/;

/** A text cut at its code words, whose backticks are gone. Whatever else stands between backticks stays as it is. */
export function textParts(text: string): TextPart[] {
  return text
    .split(CODE)
    .map((part, index) => ({ code: index % 2 === 1, text: part }))
    .filter((part) => part.text !== '');
}

/** The text where nothing can be set apart: without the backticks of code words. */
export function withoutCodeMarks(text: string): string {
  return textParts(text)
    .map((part) => part.text)
    .join('');
}
