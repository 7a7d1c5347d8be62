/** Groups of digits with one space or dash between them, not inside a word or a decimal number. */
const DIGIT_RUN = /(?<![\w.])\d+(?:[ -]\d+)*(?![\w])/g;

/**
 * A text with payment card numbers replaced: 13 to 19 digits that make up whole groups of a run, begin as issuers' numbers
 * do (2 to 6), and pass the check digit. Other long numbers are answers, and stay.
 */
export function redactCards(text: string): string {
  return text.replace(DIGIT_RUN, (run) => (run.length < 13 ? run : redactedRun(run)));
}

function redactedRun(run: string): string {
  // Groups stand at even places, what separates them at odd ones.
  const parts = run.split(/([ -])/);
  let clean = '';
  for (let at = 0; at < parts.length; at += 2) {
    const end = cardEnd(parts, at);
    const group = end < 0 ? (parts[at] ?? '') : '[redacted:card]';
    if (end >= 0) at = end;
    clean += group + (parts[at + 1] ?? '');
  }
  return clean;
}

/** Place of the last group of the longest card number that begins with the group at `from`, or -1. */
function cardEnd(parts: readonly string[], from: number): number {
  if (!/^[2-6]/.test(parts[from] ?? '')) return -1;
  let digits = '';
  let end = -1;
  for (let at = from; at < parts.length; at += 2) {
    digits += parts[at];
    if (digits.length > 19) break;
    if (digits.length >= 13 && passesLuhn(digits)) end = at;
  }
  return end;
}

/** The check digit rule of payment cards (Luhn, ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
