import type { Json } from '../domain/json.js';
import type { Recording } from '../domain/recording.js';
import { jsonDifferences } from './json-differences.js';
import { redactJson } from './redact.js';
import { redactRecording } from './redact-recording.js';

/** A text that redaction would change. */
export interface SecretText {
  /** `answer.text`, `attempts.0.error.message` … */
  readonly field: string;
  /** key, secret, email, phone …: what it looks like. The text itself is never told. */
  readonly kinds: readonly string[];
}

/** What redaction would take out of a recording, were it written now; nothing of one that it leaves as it is. */
export function secretTexts(recording: Recording, secrets: readonly string[]): SecretText[] {
  return changedTexts(recording as unknown as Json, redactRecording(recording, secrets) as unknown as Json);
}

/** What redaction would take out of any JSON. */
export function secretTextsIn(value: Json, secrets: readonly string[]): SecretText[] {
  return changedTexts(value, redactJson(value, secrets));
}

function changedTexts(value: Json, clean: Json): SecretText[] {
  return jsonDifferences(value, clean).map(({ path, stored, wanted }) => {
    const before = markersIn(stored);
    const kinds = markersIn(wanted).filter(
      (kind, index, all) => all.indexOf(kind) === index && countOf(kind, all) > countOf(kind, before),
    );
    // The name of a member may be a secret as well: only its cleaned form is told, by the entry that has it.
    return { field: stored === undefined ? path : fieldOf(path, wanted), kinds };
  });
}

function fieldOf(path: string, wanted: Json | undefined): string {
  return wanted === undefined ? (path.split('.')[0] as string) : path;
}

function markersIn(value: Json | undefined): string[] {
  return [...JSON.stringify(value ?? null).matchAll(/\[redacted:([a-z_]+)\]/g)].map(([, kind = '']) => kind);
}

function countOf(kind: string, all: readonly string[]): number {
  return all.filter((one) => one === kind).length;
}
