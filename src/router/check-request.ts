import { describe, refuse, refuseWord } from './check.js';
import { checkPrice } from './check-price.js';
import type { RouteClock, RouteRequest } from './router.js';

const REQUEST_MEMBERS = ['messages', 'signals', 'embedding', 'models', 'budget', 'stickyKey'];
const MODEL_NOW_MEMBERS = ['available', 'price'];
const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];
const MESSAGES = 'a list of messages: [{ role: "user", content: "…" }]';

type Members = Readonly<Record<string, unknown>>;

/**
 * Refuses what is no request, so that a misspelt member or a model's status in another form is not quietly passed over. Only reads;
 * places are put into words when something is wrong.
 *
 * @throws UserError naming the member, what it holds and what is accepted
 */
export function checkRequest(request: RouteRequest, clock: RouteClock | undefined): void {
  const given = membersAt(request, 'request', '{ messages, signals, embedding, models, budget, stickyKey }');
  for (const key in given) if (REQUEST_MEMBERS.indexOf(key) < 0) throw unknownMember(`request.${key}`, key, REQUEST_MEMBERS);
  checkMessages(given['messages']);
  if (given['signals'] !== undefined) checkSignals(given['signals']);
  if (given['models'] !== undefined) checkModelsNow(given['models']);
  const { embedding, budget, stickyKey } = given;
  if (embedding !== undefined && (typeof embedding !== 'object' || typeof (embedding as Members | null)?.['length'] !== 'number'))
    throw refuse('request.embedding', 'is not a list', { value: describe(embedding), accepted: 'a list of finite numbers' });
  if (budget !== undefined && !(Number.isFinite(budget) && (budget as number) >= 0))
    throw refuse('request.budget', 'is not a factor', { value: describe(budget), accepted: 'a number, at least 0' });
  if (stickyKey !== undefined && typeof stickyKey !== 'string')
    throw refuse('request.stickyKey', 'is not a text', { value: describe(stickyKey) });
  if (clock !== undefined) checkClock(clock);
}

function checkMessages(messages: unknown): void {
  if (!Array.isArray(messages))
    throw refuse('request.messages', 'is not a list', { value: describe(messages), accepted: MESSAGES });
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i] as Members | null | undefined;
    if (message === null || typeof message !== 'object')
      throw refuse(`request.messages[${i}]`, 'is not a message', { value: describe(message), accepted: '{ role, content }' });
    const { role, content } = message;
    if (typeof role !== 'string' || ROLES.indexOf(role) < 0)
      throw refuseWord(`request.messages[${i}].role`, 'not accepted', typeof role === 'string' ? role : describe(role), ROLES);
    if (typeof content !== 'string') checkParts(content, i);
  }
}

/** An assistant's message that only calls tools has no content: null, as endpoints write it. */
function checkParts(content: unknown, message: number): void {
  if (content === null || content === undefined) return;
  const at = `request.messages[${message}].content`;
  if (!Array.isArray(content)) throw refuse(at, 'is neither a text nor a list of parts', { value: describe(content) });
  for (let i = 0; i < content.length; i++) {
    const part = content[i] as Members | null | undefined;
    if (part === null || typeof part !== 'object' || typeof part['type'] !== 'string')
      throw refuse(`${at}[${i}]`, 'is not a part', { value: describe(part), accepted: '{ type: "text", text: "…" }' });
    if (part['type'] === 'text' && typeof part['text'] !== 'string')
      throw refuse(`${at}[${i}].text`, 'is not a text', { value: describe(part['text']) });
  }
}

function checkSignals(signals: unknown): void {
  const given = membersAt(signals, 'request.signals', 'an object of texts, numbers and booleans');
  for (const name in given) {
    const value = given[name];
    if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean') continue;
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    throw refuse(`request.signals.${name}`, 'is not a value', {
      value: describe(value),
      accepted: 'a text, a finite number, true, false or null',
    });
  }
}

/** Which models there are is not checked: one status of everything a production runs may be handed to every router. */
function checkModelsNow(models: unknown): void {
  const given = membersAt(models, 'request.models', '{ "<model id>": { available, price } }');
  for (const id in given) {
    if (given[id] === undefined) continue;
    const now = membersAt(given[id], `request.models.${id}`, '{ available, price }');
    for (const key in now)
      if (MODEL_NOW_MEMBERS.indexOf(key) < 0) throw unknownMember(`request.models.${id}.${key}`, key, MODEL_NOW_MEMBERS);
    const { available, price } = now;
    if (available !== undefined && typeof available !== 'boolean')
      throw refuse(`request.models.${id}.available`, 'not accepted', { value: describe(available), accepted: 'true, false' });
    if (price !== undefined) checkPrice(price, `request.models.${id}.price`);
  }
}

function checkClock(clock: RouteClock): void {
  const given = membersAt(clock, 'clock', '{ nowMs, random }');
  for (const member of ['nowMs', 'random'])
    if (!Number.isFinite(given[member])) throw refuse(`clock.${member}`, 'is not a number', { value: describe(given[member]) });
}

/** An object, whatever its members. */
export function membersAt(value: unknown, field: string, accepted: string): Members {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Members;
  throw refuse(field, 'is not an object', { value: describe(value), accepted });
}

function unknownMember(field: string, key: string, members: readonly string[]): Error {
  return refuseWord(field, 'unknown member', key, members);
}
