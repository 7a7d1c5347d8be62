import type { Recording } from '../domain/recording.js';
import { isPart } from './recording-schema.js';

/**
 * Whether a parsed line is a recording the schema accepts, seen without its machinery: most lines are, and there may be
 * millions. May say no to a line that the schema accepts (it is asked then), never yes to one that it refuses.
 */
export function plausibleRecording(value: unknown): value is Recording {
  if (!isObject(value)) return false;
  for (const name in value) if (!isMember(name, value[name])) return false;
  return 'key' in value && 'queryId' in value && 'modelId' in value && 'sample' in value;
}

function isMember(name: string, value: unknown): boolean {
  switch (name) {
    case 'key':
      return value === null || typeof value === 'string';
    case 'queryId':
    case 'modelId':
      return typeof value === 'string' && value !== '';
    case 'sample':
    case 'revision':
      return isCount(value) && (value as number) <= 4_294_967_295;
    case 'request':
      return isObject(value) && every(value, (_, member) => isScalar(member));
    case 'answer':
      return isObject(value) && typeof value['text'] === 'string' && every(value, isAnswerMember);
    case 'error':
      return isObject(value) && typeof value['kind'] === 'string' && every(value, isErrorMember);
    case 'usage':
      return isUsage(value);
    case 'timing':
      return isObject(value) && every(value, isTimingMember);
    case 'costUsd':
      return isAmount(value);
    case 'quality':
    case 'judgeScore':
      return isShare(value);
    case 'feedback':
      return Array.isArray(value) && value.length > 0 && value.every(isFeedback);
    case 'recordedAt':
      return typeof value === 'string' && PLAIN_TIME.test(value);
    case 'attempts':
      return Array.isArray(value) && value.every((one) => isObject(one) && every(one, isAttemptMember) && isWholeAttempt(one));
    case 'servedModel':
      return typeof value === 'string';
    default:
      return false;
  }
}

/** A time in UTC on a day its month always has; the rest is for the schema to say. */
const PLAIN_TIME =
  /^[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

function isAnswerMember(name: string, value: unknown): boolean {
  if (name === 'text' || name === 'finishReason') return typeof value === 'string';
  if (name === 'refusal') return typeof value === 'boolean';
  if (name === 'toolCalls') return Array.isArray(value) && value.every(isToolCall);
  return name === 'confidence' && isShare(value);
}

function isErrorMember(name: string, value: unknown): boolean {
  return (name === 'kind' || name === 'message') && typeof value === 'string';
}

function isToolCall(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    typeof value['arguments'] === 'string' &&
    Object.keys(value).length === 2
  );
}

function isAttemptMember(name: string, value: unknown): boolean {
  switch (name) {
    case 'at':
      return typeof value === 'string' && PLAIN_TIME.test(value);
    case 'latencyMs':
    case 'waitedMs':
      return isAmount(value);
    case 'status':
      return isCount(value) && (value as number) >= 100 && (value as number) <= 599;
    case 'requestId':
      return typeof value === 'string';
    default:
      return name === 'error' && isObject(value) && typeof value['kind'] === 'string' && every(value, isErrorMember);
  }
}

function isWholeAttempt(value: Readonly<Record<string, unknown>>): boolean {
  return 'at' in value && 'latencyMs' in value;
}

function isTimingMember(name: string, value: unknown): boolean {
  return (name === 'latencyMs' || name === 'firstTokenMs') && isAmount(value);
}

function isFeedback(value: unknown): boolean {
  return isObject(value) && every(value, isFeedbackMember) && Object.keys(value).length === 1;
}

function isFeedbackMember(name: string, value: unknown): boolean {
  if (name === 'thumbs') return value === 'up' || value === 'down';
  return name === 'stars' && isAmount(value) && (value as number) >= 1 && (value as number) <= 5;
}

function isUsage(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in value) if (!TOKENS.has(name) || !isCount(value[name])) return false;
  const tokens = value as Record<string, number | undefined>;
  return isPart(tokens['cachedInputTokens'], tokens['inputTokens']) && isPart(tokens['reasoningTokens'], tokens['outputTokens']);
}

const TOKENS = new Set(['inputTokens', 'outputTokens', 'cachedInputTokens', 'reasoningTokens']);

function every(members: Readonly<Record<string, unknown>>, holds: (name: string, value: unknown) => boolean): boolean {
  for (const name in members) if (!holds(name, members[name])) return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isAmount(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function isShare(value: unknown): boolean {
  return isAmount(value) && (value as number) <= 1;
}
