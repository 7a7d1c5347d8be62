import type { Scalar } from '../domain/json.js';
import type { Message, Signals } from '../domain/query.js';
import type { RouterConfig } from './config.js';
import { asciiLower, asciiUpper } from './operator.js';
import type { Route, RouteRequest, Router } from './router.js';

/** A request and the route it must get. */
export interface GoldenDecision {
  readonly request: RouteRequest;
  readonly route: Route;
}

/** Texts that break careless ports: scripts, surrogates, line ends, white space, letter case, patterns' own characters. */
const AWKWARD = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
  'a',
  'A',
  'é',
  'e\u0301',
  'ß',
  'İ',
  'ſ',
  'K',
  '\u00a0',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\u200d',
  '\u202e',
  '\ud83d',
  '\ude00',
  '😀',
  '👩‍👩‍👧',
  '日本語のテキスト',
  '中文，标点。',
  'العربية',
  'हिन्दी',
  'ไทย',
  '한국어',
  '🇩🇪',
  '```',
  '``````',
  '``',
  '?',
  '??',
  '0',
  '0123456789',
  '٣',
  '$^.*+?()[]{}|\\',
  '"quoted"',
  "it's",
  '<script>',
  '{{x}}',
  'null',
  'true',
  '-0',
  '1e309',
  'a\u0000b',
  'x'.repeat(255),
  'wörd bound',
  'snake_case',
  'two  spaces',
  'line\nline',
  'line\r\nline',
  '\n\n\n',
] as const;

/** Lengths around which thresholds tend to lie, each probed one below, at, and one above. */
const LENGTHS = [
  1, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 72, 80, 96, 100, 120, 128, 150, 160, 180, 200, 240, 256, 300, 320, 350, 400,
  450, 500, 512, 600, 640, 700, 800, 900, 1000, 1024, 1200, 1600, 2000, 2048, 3000, 4000, 4096,
];

/** Deterministic probes for a router: awkward texts, lengths and counts around its thresholds, its own keywords, its signals' values. */
export function goldenPrompts(config: RouterConfig): RouteRequest[] {
  const found = operands(config);
  const texts: string[] = [...AWKWARD];
  for (const word of found.texts)
    texts.push(word, asciiUpper(word), asciiLower(word), `x${word}x`, `before ${word} after`, `\n${word}`);
  const lengths = new Set<number>();
  for (const size of LENGTHS) for (const near of [size - 1, size, size + 1]) lengths.add(near);
  for (const number of found.numbers) {
    const scaled = number * config.input.codePointsPerToken;
    for (const near of [number - 1, number, number + 1, scaled - 1, scaled, scaled + 1]) {
      if (near >= 0 && near <= 50_000) lengths.add(Math.floor(near));
    }
  }
  for (const size of lengths)
    texts.push('a'.repeat(size), '日'.repeat(size), `${'ab '.repeat(Math.floor(size / 3))}${'😀'.repeat(size % 3)}`);
  const requests: RouteRequest[] = texts.map((text) => ({ messages: [{ role: 'user', content: text }] }));
  return [...requests, ...shapes(), ...withSignals(found.signals, texts)];
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
  ];
  return lists.map((messages) => ({ messages }));
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

/** Every literal that the pipeline's conditions compare with. */
function operands(config: RouterConfig): { numbers: Set<number>; texts: Set<string>; signals: Map<string, Scalar[]> } {
  const found = { numbers: new Set<number>(), texts: new Set<string>(), signals: new Map<string, Scalar[]>() };
  const visit = (value: unknown, field: string): void => {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) note(value, field);
    else if (typeof value === 'string') note(value, field);
    else if (Array.isArray(value)) for (const item of value) visit(item, field);
    else if (typeof value === 'object') {
      for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key], key.indexOf('.') > 0 ? key : field);
    }
  };
  const note = (value: Scalar, field: string): void => {
    if (field.indexOf('signals.') === 0) found.signals.set(field.slice(8), [...(found.signals.get(field.slice(8)) ?? []), value]);
    else if (field.indexOf('prompt.') === 0 && typeof value === 'number') found.numbers.add(value);
    else if (field.indexOf('prompt.') === 0 && typeof value === 'string') found.texts.add(value);
  };
  visit(config.pipeline, '');
  return found;
}
