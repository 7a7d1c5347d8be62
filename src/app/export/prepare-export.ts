import type { ExportLoss, ExportRecord } from '../../domain/exported.js';
import type { Json } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import type { HeldRoutes } from '../../experiment/export-loss.js';
import { type Emulator, emulateAll, sameDecision, sameRoute } from '../../export/emulator/emulator.js';
import { sharedVariables } from '../../export/environment/variables.js';
import type { ExportEntry } from '../../export/index.js';
import type { ExportedRouter, ExportFile, ExportInput, ExportOutcome } from '../../export/target.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import { goldenDecisions } from '../../router/golden.js';
import { goldenWalk } from '../../router/golden-walk.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import { loadRouter } from '../../router/load.js';
import type { RequestBatch, Route, RouteColumns, Router } from '../../router/router.js';
import { cantExpress, type Refusal, tooFarOff } from './export-refusal.js';

/** What the harness saw a router decide, and how it judges other decisions. */
export interface Measured {
  readonly batch: RequestBatch;
  readonly routes: RouteColumns;
  /** Walks a stateful router as the first of its walks was; absent for stateless ones. */
  readonly rewalk?: (router: Router) => RouteColumns;
  loss(held: HeldRoutes): ExportLoss;
}

/** An export before anything is written. */
export interface PreparedExport {
  readonly record: ExportRecord;
  readonly files: readonly ExportFile[];
  /** Why nothing may be written; null where it may. */
  readonly refusal: Refusal | null;
  /** How to go on once it is written, one line. */
  readonly next: string;
}

/**
 * Makes a target's files and holds their decisions against the measured router's: on every golden probe, and on every query of
 * the dataset where the run's decisions are at hand.
 *
 * @param known what the run itself saw; null where there was none
 * @param again replays the router; asked only where a target has files of its own and nothing is known
 * @throws UserError (exit 3) where files that claim to be exact decide otherwise, (exit 4) where a loss can't be measured
 */
export async function prepareExport(
  entry: ExportEntry,
  shipment: ExportInput,
  known: Measured | null,
  again: () => Promise<Measured | null>,
): Promise<PreparedExport> {
  const { next } = entry.target;
  const outcome = outcomeOf(entry, shipment);
  if (outcome.fidelity === 'refused')
    return { record: recordOf(entry, shipment, outcome), files: [], refusal: cantExpress(entry.target.name, outcome), next };
  const { emulator } = outcome;
  const held =
    emulator === undefined
      ? runtimeHeld(entry, outcome, shipment, known)
      : filesHeld(entry, outcome, emulator, shipment, known ?? (await again()));
  const lost = held.loss?.disagreement.value ?? 0;
  const refusal =
    lost > entry.maxDisagreement ? tooFarOff(entry.target.name, outcome, held.loss as ExportLoss, entry.maxDisagreement) : null;
  const record = recordOf(entry, shipment, { ...outcome, ...(refusal === null ? {} : { fidelity: 'refused', files: [] }) }, held);
  return { record, files: refusal === null ? outcome.files : [], refusal, next };
}

/** What the target makes of a router, and not a file where a key would go to a provider that it isn't for. */
function outcomeOf({ target, options }: ExportEntry, shipment: ExportInput): ExportOutcome {
  const outcome = target.export(shipment, options);
  const shared = sharedVariables(shipment.config.models);
  if (outcome.fidelity === 'refused' || outcome.environment.length === 0 || shared.length === 0) return outcome;
  return { fidelity: 'refused', mode: outcome.mode, unsupported: shared, nearest: { target: 'router' } };
}

/** What came of holding files against the runtime. */
interface Held {
  readonly verified: ExportRecord['verified'];
  readonly loss: ExportLoss | null;
}

const UNHELD: Held = { verified: { decisions: 0, differing: 0 }, loss: null };

function recordOf(
  { target, options, maxDisagreement }: ExportEntry,
  { config, results, overridden }: ExportInput,
  outcome: Pick<ExportRecord, 'mode' | 'fidelity' | 'unsupported'> &
    Partial<Pick<ExportedRouter, 'files' | 'nearest' | 'environment'>>,
  { verified, loss }: Held = UNHELD,
): ExportRecord {
  const { mode, fidelity, unsupported, nearest, environment = [], files = [] } = outcome;
  return {
    format: 'routelab/export@1',
    target: target.name,
    targetVersion: target.version,
    mode,
    fidelity,
    options,
    unsupported,
    ...(nearest === undefined ? {} : { nearest }),
    router: { name: config.name, decisionHash: config.decisionHash },
    inputsHash: results.inputs.hash,
    conformance: target.conformance,
    verified,
    loss,
    maxDisagreement,
    environment,
    files: files.map(({ path, text }) => ({ path, sha256: sha256Hex(text) })),
    forcedOver: overridden,
  };
}

/** Our runtime is the product: the file it reads must decide as what was measured. */
function runtimeHeld(
  { target }: ExportEntry,
  { files }: ExportedRouter,
  { config }: ExportInput,
  measured: Measured | null,
): Held {
  const text = files.find(({ path }) => path === 'router.json')?.text ?? '';
  const shipped = loadRouter(JSON.parse(text));
  const own = loadRouter(config);
  const golden = goldenDecisions(own);
  for (const { request, route } of golden)
    if (canonicalJson(shipped.route(request)) !== canonicalJson(route)) throw mismatch(target.name, 'a golden probe');
  if (canonicalJson(goldenWalk(shipped) as unknown as Json) !== canonicalJson(goldenWalk(own) as unknown as Json))
    throw mismatch(target.name, 'the golden walk');
  if (canonicalJson({ ...shipped.execution } as Json) !== canonicalJson({ ...own.execution } as Json))
    throw mismatch(target.name, 'what is done about errors');
  if (measured === null) return { verified: { decisions: golden.length, differing: 0 }, loss: null };
  // A fresh feature cache: the shipped router must not lean on the harness's.
  const routes = measured.rewalk?.(shipped) ?? shipped.routeAll({ ...measured.batch, features: new Map(), counts: new Map() });
  for (let query = 0; query < measured.batch.size; query++)
    if (canonicalJson(routeAt(routes, query)) !== canonicalJson(routeAt(measured.routes, query)))
      throw mismatch(target.name, `query row ${query + 1}`);
  return { verified: { decisions: golden.length + measured.batch.size, differing: 0 }, loss: null };
}

/** The target has files of its own: what they say is read from them. */
function filesHeld(
  { target }: ExportEntry,
  { fidelity }: ExportedRouter,
  emulator: Emulator,
  { config }: ExportInput,
  measured: Measured | null,
): Held {
  const probes = goldenHeld(emulator, config);
  if (measured === null && fidelity === 'approximate') throw unmeasured(target.name);
  const held = measured === null ? null : routesHeld(emulator, measured);
  const differing = probes.differing + (held === null ? 0 : held.otherChain.filter((differs) => differs === 1).length);
  if (fidelity === 'exact' && differing > 0) throw mismatch(target.name, `${differing} decisions`);
  return {
    verified: { decisions: probes.decisions + (measured?.batch.size ?? 0), differing },
    loss: held === null || measured === null ? null : measured.loss(held),
  };
}

function goldenHeld(emulator: Emulator, config: RouterConfig): Held['verified'] {
  const golden = goldenDecisions(createRouter(config));
  const differing = golden.filter(({ request, route }) => !sameRoute(emulator(request, route), route)).length;
  return { decisions: golden.length, differing };
}

function routesHeld(emulator: Emulator, { batch, routes }: Measured): HeldRoutes {
  const exported = emulateAll(emulator, batch, routes);
  const differs = new Uint8Array(batch.size);
  const otherChain = new Uint8Array(batch.size);
  for (let row = 0; row < batch.size; row++) {
    const [own, other] = [routeAt(routes, row), routeAt(exported, row)];
    if (!sameDecision(own, other)) differs[row] = 1;
    if (!sameRoute(own, other)) otherChain[row] = 1;
  }
  return { measured: routes, exported, differs, otherChain };
}

function routeAt({ plan, plans }: RouteColumns, row: number): Route {
  return plans[plan[row] as number] as Route;
}

function mismatch(target: string, where: string): UserError {
  return new UserError(
    { message: `the files for ${target} decide otherwise than the measured router on ${where}: nothing is written` },
    3,
  );
}

function unmeasured(target: string): UserError {
  return new UserError(
    {
      message: `${target} can express this router only approximately, and what that costs can't be measured without the workspace of the report`,
      hint: 'put export: [{ target: … }] into the experiment file and run it, or export beside the workspace’s unchanged files',
    },
    4,
  );
}
