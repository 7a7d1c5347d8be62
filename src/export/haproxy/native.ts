import type { Scalar } from '../../domain/json.js';
import type { Condition, InputSpec, Operators, RouterConfig, RulesStage } from '../../router/config.js';
import { checksOf } from '../portkey/guardrail.js';
import { backendOf } from './config.js';

/** Longest talk whose last user message is found: HAProxy has no way to say "the last". */
const MOST_MESSAGES = 16;
const ENDLESS = 1_000_000_000;

/** Finds the last user message and counts its code points: bytes that begin one. What can't be read is turned away, never guessed. */
const READING: readonly string[] = [
  `http-request return status 422 content-type text/plain string "more than ${MOST_MESSAGES} messages" if { req.body,json_query('$.messages[${MOST_MESSAGES}].role') -m found }`,
  'http-request set-var(txn.text) str("")',
  ...Array.from({ length: MOST_MESSAGES }, (_, at) => [
    `http-request unset-var(txn.text) if { req.body,json_query('$.messages[${at}].role') -m str user }`,
    `http-request set-var(txn.text) req.body,json_query('$.messages[${at}].content') if { req.body,json_query('$.messages[${at}].role') -m str user }`,
  ]).flat(),
  'http-request return status 422 content-type text/plain string "a text in parts, or with escapes" unless { var(txn.text) -m found }',
  'http-request set-var(txn.length) var(txn.text),regsub([\\x80-\\xBF],,g),length',
];

/** The lines by which HAProxy decides itself; a text says what it has no words for. */
export function nativeLines(config: RouterConfig): readonly string[] | string {
  const { pipeline, input, fallback } = config;
  const other = pipeline.find(({ kind }) => kind !== 'rules');
  if (other !== undefined) return `${other.kind}: HAProxy knows rules on the text, its length and headers`;
  if (pipeline.length !== 1) return `${pipeline.length} stages of rules`;
  if (input.text !== 'last_user') return `a text other than the last user message`;
  const lines: string[] = [];
  for (const [index, { when, use }] of (pipeline[0] as RulesStage).rules.entries()) {
    const terms = when === undefined ? [] : termsOf(when, input);
    if (typeof terms === 'string') return `rule ${index + 1}: ${terms}`;
    const backend = backendOf(config, use);
    if (terms.length === 0) return [...READING, ...lines, `default_backend ${backend}`];
    lines.push(`use_backend ${backend} if ${terms.join(' ')}`);
  }
  const [first] = fallback;
  return [...READING, ...lines, ...(first === undefined ? [] : [`default_backend ${backendOf(config, first)}`])];
}

/** Tests that must all hold. */
function termsOf(condition: Condition, input: InputSpec): readonly string[] | string {
  const found: string[] = [];
  for (const [field, spec] of Object.entries(condition)) {
    const terms = field.startsWith('signals.')
      ? signalTerms(field.slice('signals.'.length), spec)
      : textTerms(field, spec, input);
    if (typeof terms === 'string') return terms;
    found.push(...terms);
  }
  return found;
}

function textTerms(field: string, spec: unknown, input: InputSpec): readonly string[] | string {
  const checks = checksOf({ [field]: spec } as Condition, input);
  if (typeof checks === 'string')
    return checks.replace('its checks see only the text and its length', 'HAProxy sees the text, its length and headers');
  return checks.flatMap((check) => {
    const { 'default.characterCount': count, 'default.regexMatch': pattern } = check;
    if (count === undefined)
      return [`${pattern?.['not'] === true ? '!' : ''}{ var(txn.text) -m reg -- '${inBytes(String(pattern?.['rule']))}' }`];
    const [least, most] = [Number(count['minCharacters']), Number(count['maxCharacters'])];
    return [
      ...(least > 0 ? [`{ var(txn.length) -m int ge ${least} }`] : []),
      ...(most < ENDLESS ? [`{ var(txn.length) -m int le ${most} }`] : []),
    ];
  });
}

/** A pattern of whole characters as one of bytes, in ASCII and on one line; `$` is the end of the text, not of its last line. */
function inBytes(pattern: string): string {
  const ends = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\$/gs, (one) => (one === '$' ? '\\z' : one));
  return [...new TextEncoder().encode(ends)]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x27 ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte),
    )
    .join('');
}

/** What the caller knows comes in headers, where everything is a text. */
function signalTerms(name: string, spec: unknown): readonly string[] | string {
  const wanted = spec !== null && typeof spec === 'object' ? (spec as Operators) : { $eq: spec as Scalar };
  const values =
    Object.keys(wanted).length === 1 ? (wanted.$in ?? (wanted.$eq === undefined ? undefined : [wanted.$eq])) : undefined;
  const plain = values?.every((value) => typeof value === 'string' && /^[A-Za-z0-9_.-]+$/.test(value)) === true;
  if (!plain || values?.length === 0 || !/^[A-Za-z0-9_-]+$/.test(name))
    return `a condition on signals.${name} that no header can be held against`;
  return [`{ req.hdr(${signalHeader(name)}) -m str ${values?.join(' ')} }`];
}

/** The header that says a signal. */
export function signalHeader(name: string): string {
  return `x-routelab-${name.replaceAll('_', '-').toLowerCase()}`;
}
