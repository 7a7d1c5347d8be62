/** Answers longer than this (UTF-16 units) are not parsed to see whether they are JSON. */
const MOST_JSON = 65_536;

/** Length of a text in code points; a lone surrogate counts as one. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if (!isHigh(text.charCodeAt(i))) continue;
    const low = text.charCodeAt(i + 1);
    if (low < 0xdc00 || low > 0xdfff) continue;
    count--;
    i++;
  }
  return count;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** 1 where the whole answer is a JSON value, 0 where it isn't, -1 (unknown) where it is too long to be looked at. */
export function jsonValidity(text: string): -1 | 0 | 1 {
  if (text.length > MOST_JSON) return -1;
  const trimmed = text.trim();
  if (!mayBeJson(trimmed)) return 0;
  try {
    JSON.parse(trimmed);
    return 1;
  } catch {
    return 0;
  }
}

/** First and last character settle it for prose, which a failing parse would pay for dearly. */
function mayBeJson(text: string): boolean {
  const last = text.charAt(text.length - 1);
  switch (text.charAt(0)) {
    case '{':
      return last === '}';
    case '[':
      return last === ']';
    case '"':
      return last === '"' && text.length > 1;
    default:
      return text === 'true' || text === 'false' || text === 'null' || /^-?\d[\d.eE+-]*$/.test(text);
  }
}
