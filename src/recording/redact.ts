import type { Json } from '../domain/json.js';
import { redactCards } from './redact-cards.js';
import { nationalIds } from './redact-national-ids.js';

/** Texts to be replaced; `accepts` looks closer at what the pattern matched. */
interface Pattern {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly accepts?: (match: string) => boolean;
}

/** What must never reach the disk, by kind. Every repetition is bounded or over one class, so that none can run away. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'key',
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{0,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  // Names in code (`sk-learn-…`) have no digit, keys always do.
  { kind: 'key', pattern: /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g, accepts: (match) => /\d/.test(match) },
  { kind: 'key', pattern: /\b(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}/g },
  { kind: 'key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: 'key', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}/g },
  { kind: 'key', pattern: /\bhf_[A-Za-z0-9]{30,}/g },
  { kind: 'key', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/g },
  { kind: 'key', pattern: /\bgithub_pat_[A-Za-z0-9_]{30,}/g },
  { kind: 'key', pattern: /\b(?:gsk_|xai-)[A-Za-z0-9]{20,}/g },
  { kind: 'key', pattern: /\bya29\.[A-Za-z0-9_-]{20,}/g },
  { kind: 'key', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  { kind: 'key', pattern: /\bBearer\s{1,5}[A-Za-z0-9._~+/-]{16,}=*/gi },
  {
    kind: 'email',
    pattern: /\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}\b/g,
    accepts: (match) => !isNobodys(match.slice(match.indexOf('@') + 1)),
  },
  // International with a plus, or three groups of a North American number: looser forms would take sums for phones.
  { kind: 'phone', pattern: /(?<![\w+.])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}(?![\w])/g },
  { kind: 'phone', pattern: /(?<![\w+.-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])/g },
];

/** Longer names may have been cut off, and go on elsewhere. */
const MOST_LABELS = 6;

/**
 * Whether a domain is one of those kept for examples and tests (RFC 2606 §2 and §3, RFC 6761 §6), so that no address under it can be
 * anybody's.
 */
function isNobodys(domain: string): boolean {
  const labels = domain.toLowerCase().split('.');
  return (
    labels.length <= MOST_LABELS && /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/.test(labels.join('.'))
  );
}

/**
 * A text with secrets and personal data replaced by `[redacted:kind]`: keys, tokens, e-mail addresses, payment cards
 * (by their check digit), phone numbers, bank accounts and national ids.
 *
 * @param secrets literal values, e.g. of API keys in use; those shorter than 8 characters are too common to be replaced
 */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.split(secret).join('[redacted:secret]');
  // Before cards: the digits of an account may look like one.
  clean = replaced(clean, nationalIds);
  return replaced(redactCards(clean), PATTERNS);
}

function replaced(text: string, patterns: readonly Pattern[]): string {
  let clean = text;
  for (const { kind, pattern, accepts } of patterns) {
    clean = clean.replace(pattern, (match) => (accepts === undefined || accepts(match) ? `[redacted:${kind}]` : match));
  }
  return clean;
}

/** A JSON value with every text in it redacted, names of members too. */
export function redactJson(value: Json, secrets: readonly string[] = []): Json {
  if (typeof value === 'string') return redactText(value, secrets);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => redactJson(item, secrets));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [redactText(name, secrets), redactJson(member, secrets)]),
  );
}
