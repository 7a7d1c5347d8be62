import type { z } from 'zod';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Json } from '../../domain/json.js';
import type { Message, Signals } from '../../domain/query.js';
import { ChatError } from './chat-error.js';
import { chatSchema, scalars } from './chat-schema.js';
import { givenParameters } from './given-parameters.js';

/** A request for a chat completion, read. */
export interface ChatRequest {
  /** `auto`, the router's name, or the id of a model. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** What the client says of how it wants the answer; the models file's own settings stand where it says nothing. */
  readonly parameters: Partial<CallParameters>;
  readonly signals: Signals;
  readonly embedding: readonly number[] | null;
}

/**
 * Reads a body. Signals come from `metadata`, `routelab.signals` and the header, the later before the earlier.
 *
 * @param header what `x-routelab-signals` holds
 * @throws ChatError (400) naming the member
 */
export function chatRequestOf(text: string, header: string | undefined): ChatRequest {
  const parsed = chatSchema.safeParse(jsonOf(text, 'the body'));
  if (!parsed.success) throw refused(parsed.error.issues[0]);
  const body = parsed.data;
  return {
    model: body.model,
    messages: body.messages.map((one) => ({ ...one, content: one.content ?? '' }) as Message),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    parameters: givenParameters(body),
    signals: { ...body.metadata, ...body.routelab?.signals, ...signalsIn(header) },
    embedding: body.routelab?.embedding ?? null,
  };
}

function signalsIn(header: string | undefined): Signals {
  if (header === undefined) return {};
  const parsed = scalars.safeParse(jsonOf(header, 'the header x-routelab-signals'));
  if (parsed.success) return parsed.data;
  throw new ChatError(400, 'invalid_signals', 'the header x-routelab-signals is no JSON object of texts, numbers and booleans');
}

function jsonOf(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ChatError(400, 'invalid_json', `${what} is not JSON`);
  }
}

function refused(issue: z.core.$ZodIssue | undefined): ChatError {
  const param = (issue?.path ?? []).join('.');
  return new ChatError(400, 'invalid_request', `${param === '' ? 'the body' : param}: ${issue?.message ?? 'not accepted'}`, {
    param: param === '' ? null : param,
  });
}
