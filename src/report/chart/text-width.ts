/** Width of a text in pixels, near enough to keep labels apart: no font is at hand where charts are drawn. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    ems += point >= 0x1100 ? 1 : /[iljt.,:;'|!()[\] ]/.test(character) ? 0.33 : /[mwMW@%]/.test(character) ? 0.9 : 0.57;
  }
  return ems * fontSize;
}

/** A text cut to at most `limit` code points. */
export function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
