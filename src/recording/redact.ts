/** What must never reach the disk, by kind. Patterns are ours and run on single lines of bounded length. */
const PATTERNS: readonly { readonly kind: string; readonly pattern: RegExp; readonly accepts?: (match: string) => boolean }[] = [
  { kind: 'key', pattern: /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g },
  { kind: 'key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: 'key', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}/g },
  { kind: 'key', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/g },
  { kind: 'key', pattern: /\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*/g },
  { kind: 'email', pattern: /\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b/g },
  { kind: 'card', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, accepts: passesLuhn },
];

/** A text with secrets and personal data replaced by `[redacted:kind]`. `secrets` are literal values, e.g. of API keys in use. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.split(secret).join('[redacted:secret]');
  for (const { kind, pattern, accepts } of PATTERNS) {
    clean = clean.replace(pattern, (match) => (accepts === undefined || accepts(match) ? `[redacted:${kind}]` : match));
  }
  return clean;
}

/** The Luhn check digit rule of payment cards (ISO/IEC 7812-1). */
function passesLuhn(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && sum % 10 === 0;
}
