import type { Redis } from 'ioredis';
import { askerKey } from './asker.js';
import type { CallJob, CallRate } from './call-job.js';
import { PREFIX } from './redis.js';

/** A call may be sent now; somebody has sent it; nobody waits for it; or it is held back for so long. */
export type Claim = { readonly kind: 'granted' | 'taken' | 'abandoned' } | { readonly kind: 'held'; readonly forMs: number };

/** Any span of this length holds no more calls than their rate allows. */
export const RATE_SPAN_MS = 60_000;
/** When a call is asked about again that waits for others to be done. */
const PLACE_AGAIN_MS = 200;
/** How long it is known that a call was sent. */
const SENT_EXPIRY_MS = 24 * 3_600_000;

/**
 * In one step, by the server's own clock: a call is sent once at most, only while its asker lives, and only where the last minute has room
 * for it and few enough are under way. The same sliding window as a single process has (see provider/limit/window.ts), so exact for any number of workers.
 */
const SCRIPT = `
if redis.call('EXISTS', KEYS[1]) == 1 then return {'taken', '0'} end
if redis.call('EXISTS', KEYS[2]) == 0 then return {'abandoned', '0'} end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local tokens, requests, most, span = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - span)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
local sent = redis.call('ZRANGE', KEYS[3], 0, -1, 'WITHSCORES')
local function held(limit, amount, weigh)
  if limit < 0 then return 0 end
  local over = math.min(amount, limit) - limit
  for at = 1, #sent, 2 do over = over + math.min(weigh(sent[at]), limit) end
  if over <= 0 then return 0 end
  for at = 1, #sent, 2 do
    over = over - math.min(weigh(sent[at]), limit)
    if over <= 0 then return tonumber(sent[at + 1]) + span - now end
  end
  return 0
end
local wait = math.max(
  held(requests, 1, function() return 1 end),
  held(most, tokens, function(member) return tonumber(string.match(member, ':(%d+)$')) end))
local places = tonumber(ARGV[7])
if places >= 0 and redis.call('ZCARD', KEYS[4]) >= places then wait = math.max(wait, tonumber(ARGV[9])) end
if wait > 0 then return {'held', tostring(wait)} end
redis.call('SET', KEYS[1], '1', 'PX', ARGV[6])
redis.call('ZADD', KEYS[3], now, ARGV[1] .. ':' .. ARGV[2])
redis.call('PEXPIRE', KEYS[3], span)
redis.call('ZADD', KEYS[4], now + tonumber(ARGV[8]), ARGV[1])
redis.call('PEXPIRE', KEYS[4], math.max(redis.call('PTTL', KEYS[4]), tonumber(ARGV[8])))
return {'granted', '0'}
`;

/** Where it stands that a call was sent. */
export function sentKey(id: string): string {
  return `${PREFIX}:sent:${id}`;
}

/** Where it stands which calls are under way, and until when each counts. */
function placesKey({ name }: CallRate): string {
  return `${PREFIX}:under-way:${name}`;
}

/** A call is over: another may take its place. */
export async function giveUpPlace(redis: Redis, id: string, rate: CallRate): Promise<void> {
  await redis.zrem(placesKey(rate), id);
}

/** Asks for leave to send a call. */
export async function claim(
  redis: Redis,
  { id, asker, rate, tokens, longestMs }: Pick<CallJob, 'asker' | 'rate' | 'tokens' | 'longestMs'> & { readonly id: string },
  spanMs = RATE_SPAN_MS,
): Promise<Claim> {
  const keys = [sentKey(id), askerKey(asker), `${PREFIX}:rate:${rate.name}`, placesKey(rate)];
  const limits = [rate.requests ?? -1, rate.tokens ?? -1];
  const places = [rate.atOnce ?? -1, longestMs, PLACE_AGAIN_MS];
  const [kind, forMs] = (await redis.eval(
    SCRIPT,
    keys.length,
    ...keys,
    id,
    tokens,
    ...limits,
    spanMs,
    SENT_EXPIRY_MS,
    ...places,
  )) as ['granted' | 'taken' | 'abandoned' | 'held', string];
  return kind === 'held' ? { kind, forMs: Number(forMs) } : { kind };
}
