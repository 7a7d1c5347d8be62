import { parse } from 'yaml';
import type { Message } from '../../domain/query.js';
import { compileMatcher } from '../../router/pattern/matcher.js';
import type { RouteRequest } from '../../router/router.js';
import { textOf } from '../dispatch/dispatch.js';
import type { ExportFile } from '../target.js';
import {
  type Decision,
  HINT,
  type MetadataSignal,
  type Rule,
  type SemanticRouterConfig,
  type StructureSignal,
} from '../vllm-semantic-router/config.js';
import type { Emulator } from './emulator.js';

/** What the gateway reads of a request: the last question, and texts the caller sends along. */
interface Read {
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Names of the signals that hold, by their type. */
type Holding = ReadonlySet<string>;

const named = (type: string, name: string): string => `${type}:${name}`;

/**
 * vLLM semantic-router's decisions as far as our files go, read from config.yaml: patterns and counts over the last question, which hold
 * nothing of a blank one; texts sent along; then the decision of the greatest priority, one without conditions last.
 */
export function decidedBy(files: readonly ExportFile[]): (request: RouteRequest) => Decision | null {
  const { routing } = parse(textOf(files, 'config.yaml'), { version: '1.1' }) as SemanticRouterConfig;
  const { structure = [], metadata = [] } = routing.signals;
  const tests = structure.map((signal) => ({ name: signal.name, test: structureTest(signal) }));
  const decisions = routing.decisions.toSorted(
    (a, b) => Number(a.rules.conditions.length === 0) - Number(b.rules.conditions.length === 0) || b.priority - a.priority,
  );
  return (request) => {
    const { text, metadata: sent } = readOf(request);
    const holding = new Set<string>();
    if (text.trim() !== '') for (const { name, test } of tests) if (test(text)) holding.add(named('structure', name));
    for (const signal of metadata) if (isSent(signal, sent)) holding.add(named('metadata', signal.name));
    return decisions.find(({ rules }) => holds(rules, holding)) ?? null;
  };
}

/** The gateway decides itself, and asks nobody else on an error. */
export function semanticRouterEmulator(files: readonly ExportFile[]): Emulator {
  const decide = decidedBy(files);
  return (request) => ({ models: decide(request)?.modelRefs.map(({ model }) => model) ?? [] });
}

/** Asked once for every model of the route, by ask.mjs, until one answers. */
export function hintedEmulator(files: readonly ExportFile[]): Emulator {
  const decide = decidedBy(files);
  return (request, { models }) => ({
    models: models.flatMap((id) => {
      const decision = decide({ ...request, signals: { ...request.signals, [HINT]: id } });
      return decision?.modelRefs.map(({ model }) => model) ?? [];
    }),
  });
}

/** Go reads half a surrogate pair as U+FFFD, and skips a question without text. */
function readOf({ messages, signals = {} }: RouteRequest): Read {
  const questions = messages.filter(({ role }) => role === 'user').map(textIn);
  const text = questions.findLast((one) => one !== '') ?? '';
  return { text: text.replace(/\p{Surrogate}/gu, '\ufffd'), metadata: signals };
}

function textIn({ content }: Message): string {
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join(' ');
}

function structureTest({ feature: { type, source }, predicate }: StructureSignal): (text: string) => boolean {
  if (type === 'exists') return compileMatcher(source.pattern);
  // What is counted is one character or a run of one kind.
  const counted = new RegExp(source.pattern.replace('(?s).', '[^]'), 'gu');
  return (text) => (text.match(counted) ?? []).length >= (predicate?.gte ?? 1);
}

/** Values that are no texts can't be sent. */
function isSent({ key, predicate }: MetadataSignal, sent: Read['metadata']): boolean {
  const value = sent[key];
  if ('exists' in predicate) return (typeof value === 'string') === predicate.exists;
  if (typeof value !== 'string') return false;
  return 'equals' in predicate ? value === predicate.equals : predicate.in.includes(value);
}

function holds(rule: Rule, holding: Holding): boolean {
  if (!('operator' in rule)) return holding.has(named(rule.type, rule.name));
  const each = rule.conditions.map((one) => holds(one, holding));
  return rule.operator === 'AND' ? each.every(Boolean) : rule.operator === 'OR' ? each.some(Boolean) : !each[0];
}
