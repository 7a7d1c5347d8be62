import type { Scalar } from '../domain/json.js';
import type { Message, Signals } from '../domain/query.js';
import type { RouterConfig } from './config.js';
import { AWKWARD } from './golden/awkward.js';
import { boundaryTexts } from './golden/boundaries.js';
import { kindTexts } from './golden/kinds.js';
import { type Operands, operandsOf } from './golden/operands.js';
import { proseTexts } from './golden/prose.js';
import { asciiLower, asciiUpper } from './operator.js';
import type { Route, RouteRequest, Router } from './router.js';

/** A request and the route it must get. */
export interface GoldenDecision {
  readonly request: RouteRequest;
  readonly route: Route;
}

const PROSE = 120;
const MOST_MESSAGES = 200;

/** Deterministic probes for a router: awkward texts, lengths and counts around its thresholds, its own keywords, its signals' values. */
export function goldenPrompts(config: RouterConfig): RouteRequest[] {
  const found = operandsOf(config);
  const texts: string[] = [...AWKWARD];
  for (const word of found.texts)
    texts.push(word, asciiUpper(word), asciiLower(word), `x${word}x`, `before ${word} after`, `\n${word}`);
  texts.push(...boundaryTexts(found, config.input.codePointsPerToken), ...proseTexts(PROSE), ...kindTexts(config));
  const requests: RouteRequest[] = texts.map((text) => ({ messages: [{ role: 'user', content: text }] }));
  return [...requests, ...shapes(), ...longTalks(found), ...withSignals(found.signals, texts)];
}

/** The routes a router gives its probes. */
export function goldenDecisions(router: Router): GoldenDecision[] {
  return goldenPrompts(router.config).map((request) => ({ request, route: router.route(request) }));
}

/** Requests of every shape a caller may send. */
function shapes(): RouteRequest[] {
  const user = (content: Message['content']): Message => ({ role: 'user', content });
  const lists: Message[][] = [
    [],
    [{ role: 'system', content: 'You are terse.' }],
    [{ role: 'system', content: 'You are terse.' }, user('hello')],
    [user('first'), { role: 'assistant', content: 'answer' }, user('second')],
    [user('question'), { role: 'assistant', content: 'calling' }, { role: 'tool', content: '{"ok":true}', tool_call_id: 'c1' }],
    [
      user([
        { type: 'text', text: 'part one' },
        { type: 'text', text: 'part two' },
      ]),
    ],
    [user([{ type: 'image_url' }, { type: 'text', text: 'what is this?' }])],
    [user([])],
    [
      user([
        { type: 'text', text: '' },
        { type: 'text', text: '' },
      ]),
    ],
    [{ role: 'developer', content: 'rules' }, user('😀'.repeat(10))],
    [user('first\r\nquestion'), { role: 'tool', content: [{ type: 'text', text: 'tool answer' }], tool_call_id: 'c2' }],
    [
      user([
        { type: 'text', text: 'before' },
        { type: 'image_url', image_url: { url: 'data:,' } },
        { type: 'text', text: '日本\ud83d' },
      ]),
      { role: 'assistant', content: '', tool_calls: [{ id: 'c3' }] },
      { role: 'tool', content: 'e\u0301', tool_call_id: 'c3' },
      user('and now?'),
    ],
  ];
  return lists.map((messages) => ({ messages }));
}

/** Talks of as many messages as a threshold on `prompt.messages` says, and one to each side. */
function longTalks({ numbers }: Operands): RouteRequest[] {
  const requests: RouteRequest[] = [];
  for (const threshold of numbers.get('prompt.messages') ?? []) {
    for (const near of [threshold - 1, threshold, threshold + 1]) {
      if (near < 1 || near > MOST_MESSAGES) continue;
      const messages: Message[] = [];
      for (let index = 0; index < near; index++)
        messages.push({ role: index % 2 === 0 ? 'user' : 'assistant', content: `m${index}` });
      requests.push({ messages });
    }
  }
  return requests;
}

/** Each value of each signal a condition names, its neighbours, its absence, and a value nobody expects. */
function withSignals(signals: ReadonlyMap<string, readonly Scalar[]>, texts: readonly string[]): RouteRequest[] {
  const requests: RouteRequest[] = [];
  for (const [name, values] of signals) {
    const tried: Scalar[] = ['', 'unexpected', null, true, false, 0, -1];
    for (const value of values) {
      tried.push(value);
      if (typeof value === 'number') tried.push(value - 1, value + 1);
      if (typeof value === 'string') tried.push(asciiUpper(value));
    }
    for (const value of tried) {
      const given: Signals = { [name]: value };
      for (const text of ['', 'short question?', texts[texts.length - 1] ?? ''])
        requests.push({ messages: [{ role: 'user', content: text }], signals: given });
    }
  }
  for (let key = 0; key < 100; key++) requests.push({ messages: [{ role: 'user', content: 'sticky' }], stickyKey: `key-${key}` });
  return requests;
}
