import type { Message } from '../../domain/query.js';
import type { PortkeyTarget } from '../portkey/upstream.js';
import type { ExportFile } from '../target.js';
import type { Emulator } from './emulator.js';

/** What a request carries besides its text: the route that our runtime gave it, by its name. */
interface Asked {
  readonly text: string;
  readonly route: string | undefined;
}

/** A guardrail turned the request away. */
const DENIED = 446;
const DOWN = 503;

/**
 * The gateway of @portkey-ai/gateway 1.15.2 as far as our configs go: conditions on metadata, fallback by status, character counts in
 * UTF-16 units and patterns over the last message, checks that are errors on an empty text, webhooks that our runtime answers.
 */
export function portkeyEmulator(files: readonly ExportFile[]): Emulator {
  const read = (name: string): unknown => JSON.parse(files.find(({ path }) => path === name)?.text ?? 'null');
  const config = read('portkey.config.json') as PortkeyTarget;
  const names = new Map(
    Object.entries((read('routes.json') ?? {}) as Record<string, string[]>).map(([name, chain]) => [chain.join('\n'), name]),
  );
  return ({ messages }, handed) => {
    const tried: string[] = [];
    follow(config, { text: lastText(messages), route: names.get(handed.models.join('\n')) }, tried);
    return { models: tried };
  };
}

/** Goes through a target as if every model were down, noting who is asked; gives the status that is left. */
function follow(target: PortkeyTarget, asked: Asked, tried: string[]): number {
  const { strategy, targets = [] } = target;
  if (strategy === undefined) {
    if (!(target.input_guardrails ?? []).every((guard) => passes(guard as Guard, asked))) return DENIED;
    tried.push(String(target.name));
    return DOWN;
  }
  if (strategy.mode === 'conditional') {
    const met = strategy.conditions?.find(({ query }) => query['metadata.route']?.$eq === asked.route);
    const chosen = targets.find(({ name }) => name === met?.then);
    return chosen === undefined ? 400 : follow(chosen, asked, tried);
  }
  let status = DOWN;
  for (const one of targets) {
    status = follow(one, asked, tried);
    if (strategy.on_status_codes !== undefined && !strategy.on_status_codes.includes(status)) return status;
  }
  return status;
}

interface Guard {
  readonly 'default.characterCount'?: {
    readonly minCharacters: number;
    readonly maxCharacters: number;
    readonly failOnError: boolean;
  };
  readonly 'default.regexMatch'?: { readonly rule: string; readonly not?: boolean; readonly failOnError: boolean };
  readonly 'default.webhook'?: { readonly webhookURL: string };
}

function passes(guard: Guard, { text, route }: Asked): boolean {
  const { 'default.characterCount': count, 'default.regexMatch': pattern, 'default.webhook': webhook } = guard;
  if (webhook !== undefined) return webhook.webhookURL.endsWith(`?route=${route}`);
  if (text === '') return !(count?.failOnError ?? pattern?.failOnError ?? true);
  if (count !== undefined) return text.length >= count.minCharacters && text.length <= count.maxCharacters;
  return pattern !== undefined && new RegExp(pattern.rule).test(text) !== (pattern.not === true);
}

/** Texts of the last message, whoever wrote it, empty ones left out. */
function lastText(messages: readonly Message[]): string {
  const content = messages.at(-1)?.content ?? '';
  const parts = typeof content === 'string' ? [content] : content.map(({ text }) => text ?? '');
  return parts.filter((part) => part !== '').join('\n');
}
