import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LanguageModelV3Prompt } from '@ai-sdk/provider';
import { sameDecision, sameRoute } from '../../src/export/emulator/emulator.js';
import type { ExportedRouter } from '../../src/export/target.js';
import type { GoldenDecision } from '../../src/router/golden.js';
import { canonicalJson } from '../../src/router/identity/canonical-json.js';
import type { Route, RouteRequest } from '../../src/router/router.js';
import { promptOf } from '../../test/support/sdk-prompt.js';

/** How many decisions of exported files were held against the runtime's, and how many differ. */
export interface Count {
  readonly decisions: number;
  readonly differing: number;
}

const counted = (compared: readonly boolean[]): Count => ({
  decisions: compared.length,
  differing: compared.filter((same) => !same).length,
});

/** What an emulator reads in the files. */
export function emulatorHeld({ emulator }: ExportedRouter, decisions: readonly GoldenDecision[]): Count {
  if (emulator === undefined) throw new Error('the target has no emulator');
  return counted(decisions.map(({ request, route }) => sameRoute(emulator(request, route), route)));
}

/** The same of a target that asks one model and nobody else: whom it asks. */
export function firstHeld({ emulator }: ExportedRouter, decisions: readonly GoldenDecision[]): Count {
  if (emulator === undefined) throw new Error('the target has no emulator');
  return counted(decisions.map(({ request, route }) => sameDecision(emulator(request, route), route)));
}

const same = (a: Route, b: Route): boolean => canonicalJson({ ...a } as never) === canonicalJson({ ...b } as never);

/** Writes files into a folder and imports one of them. */
async function imported<T>(dir: string, files: ExportedRouter['files'], name: string): Promise<T> {
  for (const { path, text } of files) writeFileSync(join(dir, path), text);
  return (await import(pathToFileURL(join(dir, name)).href)) as T;
}

/** The runtime in one file, with the exported router. */
export async function runtimeHeld(dir: string, { files }: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count> {
  const { loadRouter } = await imported<{ loadRouter(json: unknown): { route(request: RouteRequest): Route } }>(
    dir,
    files,
    'routelab-router.mjs',
  );
  const router = loadRouter(JSON.parse(files.find(({ path }) => path === 'router.json')?.text ?? ''));
  return counted(decisions.map(({ request, route }) => same(router.route(request), route)));
}

/** The exported AI SDK module, on every request the SDK has a form for. */
export async function moduleHeld(dir: string, { files }: ExportedRouter, decisions: readonly GoldenDecision[]): Promise<Count> {
  const { routed } = await imported<{
    routed: { decide(options: { prompt: LanguageModelV3Prompt; providerOptions: object }): Route };
  }>(dir, files, 'provider.ts');
  return counted(
    decisions.flatMap(({ request, route }) => {
      const prompt = promptOf(request);
      const { messages: _, ...known } = request;
      return prompt === null ? [] : [same(routed.decide({ prompt, providerOptions: { routelab: known } }), route)];
    }),
  );
}
