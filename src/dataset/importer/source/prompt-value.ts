import type { Json } from '../../../domain/json.js';
import type { Message, Query } from '../../../domain/query.js';

/** A prompt as a source has it: a text or a conversation; undefined for anything else, and for nothing. */
export function promptOf(value: Json | undefined): Query['prompt'] | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return messagesOf(value);
}

/** A list of chat messages; undefined where one of its items is none. */
export function messagesOf(value: unknown): readonly Message[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage) ? value : undefined;
}

const ROLES: readonly unknown[] = ['system', 'developer', 'user', 'assistant', 'tool'] satisfies readonly Message['role'][];

function isMessage(item: unknown): item is Message {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const { role, content } = item as { readonly [key: string]: Json };
  const isPart = (part: Json) => typeof part === 'object' && part !== null && 'type' in part && typeof part['type'] === 'string';
  return ROLES.includes(role) && (typeof content === 'string' || (Array.isArray(content) && content.every(isPart)));
}
