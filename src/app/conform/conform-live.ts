import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../domain/user-error.js';
import { choiceIn, idOf } from '../../export/live/choice.js';
import { type LiveQuestion, questionFor, type SentAlong } from '../../export/live/question.js';
import { loadRouter } from '../../router/load.js';
import type { Route, Router } from '../../router/router.js';
import { wilsonInterval } from '../../stats/wilson.js';
import { type Conformity, checkOf, type Disagreement } from './conformity.js';
import { chosenProbes, MAX_TOKENS, type Probe, worstUsd } from './live-probes.js';
import { type MockUpstreams, mockUpstreams } from './mock-upstreams.js';
import { type OpenedExport, openExport } from './open-export.js';

/** A running proxy, and how far it may be asked. */
export interface LiveRequest {
  readonly dir: string;
  /** What chat completions are posted below, such as http://127.0.0.1:4000/v1. */
  readonly url: string;
  /** Golden prompts sent at most. */
  readonly limit: number;
  /** Sent as a bearer token; undefined for none. */
  readonly key: string | undefined;
  /** Port of stand-ins for the providers, whose log tells the choice; null for none. */
  readonly mockPort: number | null;
  readonly onMock: (url: string) => void;
  /** Sending may go ahead: told what it may cost before anything is sent. */
  readonly allowed: (plan: LivePlan) => boolean;
  readonly onSent: (done: number, of: number) => void;
}

export interface LivePlan {
  readonly prompts: number;
  /** At worst, by the dearest model of the router; null where a price is missing. */
  readonly worstUsd: number | null;
}

export interface LiveConformity extends Conformity {
  /** Share of read choices that agree, with its Wilson interval at 95 %. */
  readonly agreement: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Answers that told no choice. */
  readonly unread: number;
  readonly sent: number;
}

const MOST_NOTES = 3;

/** Told whom to ask with every request, or asked by the caller's own program. */
const NO_PROXIES = ['openrouter', 'openfeature'];

/** Sends golden prompts to a running proxy and reads whom it asked. Null where sending is not allowed. */
export async function conformLive(request: LiveRequest): Promise<LiveConformity | null> {
  const opened = await openExport(request.dir);
  const { target } = opened.record;
  if (NO_PROXIES.includes(target))
    throw new UserError({ field: '--live', message: `${target} is no proxy whose choice could be read`, value: request.url });
  const router = loadRouter(JSON.parse(opened.files.find(({ path }) => path === 'router.json')?.text ?? 'null'));
  const probes = chosenProbes(opened, request.limit);
  if (!request.allowed({ prompts: probes.length, worstUsd: worstUsd(router, probes) })) return null;
  const mock = request.mockPort === null ? null : await mockUpstreams(request.mockPort);
  if (mock !== null) request.onMock(mock.url);
  try {
    return await asked(request, opened, router, probes, mock);
  } finally {
    await mock?.close();
  }
}

async function asked(
  { dir, url, key, onSent }: LiveRequest,
  opened: OpenedExport,
  router: Router,
  probes: readonly Probe[],
  mock: MockUpstreams | null,
): Promise<LiveConformity> {
  const { record, files } = opened;
  const along = await sentAlong(dir);
  const compared: (Disagreement & { readonly same: boolean })[] = [];
  const unread: string[] = [];
  const from = new Map<string, number>();
  for (const [at, probe] of probes.entries()) {
    const question = questionFor(record.target, probe, { files, options: record.options, along });
    mock?.taken();
    const read = await choiceOf(url, key, question, (answer) => {
      const logged = mock?.taken()[0];
      const modelId = logged === undefined ? null : idOf(logged, router.config.models, files);
      return modelId === null ? choiceIn(answer, router.config.models, files) : { modelId, from: 'the mock’s log' };
    });
    onSent(at + 1, probes.length);
    if (typeof read === 'string') unread.push(`golden ${probe.number}: ${read}`);
    else {
      from.set(read.from, (from.get(read.from) ?? 0) + 1);
      const { same, expected } = expectation(probe.route, read.modelId);
      compared.push({ probe: `golden ${probe.number}`, same, expected, found: read.modelId });
    }
  }
  const check = checkOf(`${url}, live`, compared);
  const share = (check.decisions - check.differing) / check.decisions;
  return {
    subject: `${record.target} (${record.mode}) at ${url}`,
    checks: [check],
    problems: [],
    notes: [
      ...[...from].map(([where, count]) => `${count} choices read from ${where}`),
      ...unread.slice(0, MOST_NOTES).map((why) => `no choice: ${why}`),
    ],
    agreement: check.decisions === 0 ? null : { value: share, ...wilsonInterval(share, check.decisions, 0.95) },
    unread: unread.length,
    sent: probes.length,
  };
}

/** Of a cascade the answer that was served may be of any model on the way up. */
function expectation({ models, escalation = [] }: Route, found: string): { readonly same: boolean; readonly expected: string } {
  const may = [models[0] as string, ...escalation.map(({ to }) => to)];
  return { same: may.includes(found), expected: may.join(' or ') };
}

async function choiceOf<T>(
  url: string,
  key: string | undefined,
  { path, headers, ...question }: LiveQuestion,
  read: (answer: Parameters<typeof choiceIn>[0]) => T | null,
): Promise<T | string> {
  const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
    body: JSON.stringify({ ...question, max_tokens: MAX_TOKENS }),
  }).catch((error: Error) => {
    const { code = error.message } = (error.cause ?? {}) as { readonly code?: string };
    if (code !== 'ECONNREFUSED') return code;
    throw new UserError({ field: '--live', message: 'nobody listens there', value: url }, 4);
  });
  if (typeof response === 'string') return response;
  const text = await response.text();
  if (!response.ok) return `HTTP ${response.status} ${text.slice(0, 120).replaceAll(/\s+/g, ' ')}`;
  return (
    read({ header: (name) => response.headers.get(name), model: modelIn(text) }) ?? 'nothing in the answer tells whom it is from'
  );
}

function modelIn(text: string): string | null {
  try {
    const { model } = JSON.parse(text) as { readonly model?: unknown };
    return typeof model === 'string' ? model : null;
  } catch {
    return null;
  }
}

/** What the export says to send along: its own functions, run as a caller runs them. */
async function sentAlong(dir: string): Promise<SentAlong> {
  const path = ['headers.mjs', 'ask.mjs'].map((name) => resolve(dir, name)).find((one) => existsSync(one));
  return path === undefined ? {} : ((await import(pathToFileURL(path).href)) as SentAlong);
}
