/** Shorter values are too common to be taken out, as in recordings. */
const SHORTEST = 8;

/** Takes secrets out of texts that come in pieces. */
export interface SecretFilter {
  /** What may be passed on now; an end that may be the beginning of a secret is held back. */
  pass(piece: string): string;
  /** What was held back, once nothing more comes. */
  rest(): string;
}

/** An upstream that says the key it was asked with must not make the server say it. */
export function secretFilter(secrets: readonly string[]): SecretFilter {
  const hidden = secrets.filter((secret) => secret.length >= SHORTEST);
  let held = '';
  return {
    pass(piece) {
      const text = hidden.reduce((clean, secret) => clean.replaceAll(secret, '[redacted:secret]'), held + piece);
      const from = text.length - heldLength(text, hidden);
      held = text.slice(from);
      return text.slice(0, from);
    },
    rest() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Length of the longest end of a text with which a secret begins. */
function heldLength(text: string, secrets: readonly string[]): number {
  const most = secrets.reduce((longest, { length }) => Math.max(longest, length - 1), 0);
  for (let length = Math.min(most, text.length); length > 0; length--) {
    const end = text.slice(text.length - length);
    if (secrets.some((secret) => secret.length > length && secret.startsWith(end))) return length;
  }
  return 0;
}
