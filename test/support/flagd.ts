import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FlagContext } from '../../src/export/openfeature/context.js';
import type { ExportFile } from '../../src/export/target.js';
import type { RouteRequest } from '../../src/router/router.js';
import { written } from './an-export.js';

/** The part of flagd-core that is used, loaded when the first flag is asked. */
interface Flagd {
  setConfigurations(flags: string): void;
  resolveObjectEvaluation(
    key: string,
    otherwise: object,
    context: FlagContext,
  ): { readonly value: { readonly models: readonly string[] }; readonly reason: string };
}

function flagd(): Flagd {
  const { FlagdCore } = createRequire(import.meta.url)('@openfeature/flagd-core') as {
    FlagdCore: new (storage: undefined, logger: object) => Flagd;
  };
  return new FlagdCore(undefined, SILENT);
}

const SILENT = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** What a request is told the flag by: the exported modules themselves. */
async function contextMaker(files: readonly ExportFile[], dir: string): Promise<(request: RouteRequest) => FlagContext> {
  const load = async <T>(name: string): Promise<T> => (await import(pathToFileURL(join(dir, name)).href)) as T;
  const spec = files.find(({ path }) => path === 'context.json');
  if (spec === undefined) {
    const { routeName } = await load<{ routeName(request: RouteRequest): string }>('route.mjs');
    return (request) => ({ route: routeName(request) });
  }
  const { contextFor } = await load<{ contextFor(spec: unknown): (request: RouteRequest) => FlagContext }>('context.mjs');
  return contextFor(JSON.parse(spec.text));
}

/** Whom the real flagd says for each request, by an export's files in a folder that is theirs. */
export async function flagdRoutes(
  files: readonly ExportFile[],
  requests: readonly RouteRequest[],
  dir = written(files),
): Promise<(readonly string[])[]> {
  const contextOf = await contextMaker(files, dir);
  const core = flagd();
  const text = files.find(({ path }) => path === 'flags.json')?.text ?? '';
  core.setConfigurations(text);
  const [key = ''] = Object.keys((JSON.parse(text) as { flags: object }).flags);
  return requests.map((request) => {
    const { value, reason } = core.resolveObjectEvaluation(key, { models: ['the default of whoever asks'] }, contextOf(request));
    if (reason === 'ERROR') throw new Error(`flagd can't tell: ${JSON.stringify(request).slice(0, 200)}`);
    return value.models;
  });
}
