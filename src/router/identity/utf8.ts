/**
 * UTF-8 bytes of a string. A lone surrogate becomes U+FFFD (EF BF BD), as every UTF-8 encoder does; written out so that
 * the runtime needs no platform encoder.
 */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const point = codePointAt(text, i);
    if (point > 0xffff) i++;
    if (point < 0x80) bytes[size++] = point;
    else if (point < 0x800) {
      bytes[size++] = 0xc0 | (point >> 6);
      bytes[size++] = 0x80 | (point & 63);
    } else if (point < 0x10000) {
      const valid = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
      bytes[size++] = 0xe0 | (valid >> 12);
      bytes[size++] = 0x80 | ((valid >> 6) & 63);
      bytes[size++] = 0x80 | (valid & 63);
    } else {
      bytes[size++] = 0xf0 | (point >> 18);
      bytes[size++] = 0x80 | ((point >> 12) & 63);
      bytes[size++] = 0x80 | ((point >> 6) & 63);
      bytes[size++] = 0x80 | (point & 63);
    }
  }
  return bytes.subarray(0, size);
}

/** The code point at a UTF-16 index; a lone surrogate is itself. */
export function codePointAt(text: string, index: number): number {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff || index + 1 >= text.length) return high;
  const low = text.charCodeAt(index + 1);
  return low < 0xdc00 || low > 0xdfff ? high : (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
}
