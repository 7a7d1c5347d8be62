import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import { type EmulatedRoute, sameRoute } from '../../export/emulator/emulator.js';
import { emulatorOf } from '../../export/emulator/of-files.js';
import type { GoldenDecision } from '../../router/golden.js';
import { goldenWalk } from '../../router/golden-walk.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { loadRouter } from '../../router/load.js';
import type { Route, RouteRequest, Router } from '../../router/router.js';
import { type Check, type Conformity, checkOf, type Disagreement } from './conformity.js';
import { type OpenedExport, openExport } from './open-export.js';

const RUNTIME_FILE = 'routelab-router.mjs';

/**
 * Holds the files of an export, as they lie there, against the golden decisions that came with them: the router in our runtime, the runtime
 * beside it, and what the target's own files decide by our reading of its rules.
 */
export async function conformExport(dir: string): Promise<Conformity> {
  const opened = await openExport(dir);
  const { record, golden, changed, missing } = opened;
  const { router, problems } = routerOf(opened);
  const checks: Check[] = [];
  if (router !== null) checks.push(runtimeCheck('router.json', golden, (request) => router.route(request)));
  // What is wrong with the router is told already: no runtime takes it.
  const beside = router === null ? null : await moduleCheck(opened);
  if (beside !== null && typeof beside !== 'string') checks.push(beside);
  const { emulated, unreadable } = filesCheck(opened);
  if (emulated !== null && record.fidelity === 'exact') checks.push(emulated);
  return {
    subject: `${record.target} (${record.mode}, ${record.fidelity})`,
    checks,
    problems: [
      ...problems,
      ...(typeof beside === 'string' ? [beside] : []),
      ...unreadable,
      ...missing.map((path) => `${path} is gone`),
      ...unmeasured(opened),
    ],
    notes: [
      ...changed.map((path) => `${path} was changed since it was exported`),
      ...(emulated !== null && record.fidelity !== 'exact'
        ? [
            `${emulated.what}: ${emulated.differing} of ${emulated.decisions} golden decisions differ; what that costs is the loss in export.json`,
          ]
        : []),
    ],
  };
}

/** What an approximate export gives away was measured for the very files that were written. */
function unmeasured({ record, changed }: OpenedExport): string[] {
  if (record.fidelity === 'exact') return [];
  return changed.map(
    (path) => `${path} was changed, and what an approximate export gives away was measured for the file as it was`,
  );
}

/** The router of the folder; a file that can't be one is told, not thrown: that is what was asked. */
function routerOf({ files }: OpenedExport): { readonly router: Router | null; readonly problems: readonly string[] } {
  const textOf = (name: string): string | undefined => files.find(({ path }) => path === name)?.text;
  try {
    const router = loadRouter(JSON.parse(textOf('router.json') ?? 'null'));
    const { goldenSha256, walkSha256 } = router.config.provenance ?? {};
    const strange = [
      ['router.golden.jsonl', goldenSha256],
      ['router.walk.jsonl', walkSha256],
    ].filter(([name, sha256]) => sha256 !== undefined && sha256Hex(textOf(name as string) ?? '') !== sha256);
    const walk = textOf('router.walk.jsonl');
    const own = goldenWalk(router).map((step) => `${canonicalJson(step as unknown as Json)}\n`);
    return {
      router,
      problems: [
        ...strange.map(([name]) => `${name} is not the one that router.json was exported with`),
        ...(walk !== undefined && walk !== own.join('') ? ['router.walk.jsonl: the router walks otherwise'] : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SyntaxError)) throw error;
    return { router: null, problems: [`router.json: ${error.message}`] };
  }
}

function runtimeCheck(what: string, golden: readonly GoldenDecision[], route: (request: RouteRequest) => Route): Check {
  const compared = golden.map(({ request, route: expected }, at) => {
    const { scores: _own, ...found } = route(request);
    const { scores: _theirs, ...wanted } = expected;
    return {
      same: canonicalJson(found as unknown as Json) === canonicalJson(wanted as unknown as Json),
      ...told(at, expected, found),
    };
  });
  return checkOf(what, compared);
}

/** The runtime in one file, run as production runs it; a text where it can't be, null where there is none. */
async function moduleCheck({ dir, files, golden }: OpenedExport): Promise<Check | string | null> {
  if (!files.some(({ path }) => path === RUNTIME_FILE)) return null;
  try {
    const module = (await import(pathToFileURL(resolve(dir, RUNTIME_FILE)).href)) as { loadRouter(json: unknown): Router };
    const router = module.loadRouter(JSON.parse(files.find(({ path }) => path === 'router.json')?.text ?? 'null'));
    return runtimeCheck(RUNTIME_FILE, golden, (request) => router.route(request));
  } catch (error) {
    return `${RUNTIME_FILE}: ${(error as Error).message}`;
  }
}

/** What the target's own files decide; files that nothing can be read from any more are told. */
function filesCheck({ record, files, golden }: OpenedExport): {
  readonly emulated: Check | null;
  readonly unreadable: readonly string[];
} {
  const what = `the files of ${record.target}, emulated`;
  try {
    const emulator = emulatorOf(record.target, files, record.options);
    if (emulator === null) return { emulated: null, unreadable: [] };
    const compared = golden.map(({ request, route }, at) => {
      const found = emulator(request, route);
      return { same: sameRoute(found, route), ...told(at, route, found) };
    });
    return { emulated: checkOf(what, compared), unreadable: [] };
  } catch (error) {
    return { emulated: null, unreadable: [`${what}: ${(error as Error).message}`] };
  }
}

function told(at: number, expected: EmulatedRoute, found: EmulatedRoute): Disagreement {
  return { probe: `golden ${at + 1}`, expected: routeText(expected), found: routeText(found) };
}

/** `demo/small, then demo/large`: whom a route asks, and whom on an error. */
export function routeText({ models, escalation = [] }: EmulatedRoute): string {
  const climbs = escalation.length === 0 ? '' : `, climbing to ${escalation.map(({ to }) => to).join(', ')}`;
  return models.length === 0 ? 'nobody' : `${models.join(', then ')}${climbs}`;
}
