import type { NearestExport } from '../../domain/exported.js';
import type { Json } from '../../domain/json.js';
import type { RouterConfig } from '../../router/config.js';
import { SOURCE as ROUTE } from '../asset/dispatch-route.js';
import type { Emulator } from '../emulator/emulator.js';
import { type NamedRoutes, namedRoutes } from '../portkey/routes.js';
import { beyondGateways } from '../portkey/shipment.js';
import { router } from '../router.js';
import type { ExportFile, ExportInput, ExportOutcome } from '../target.js';

/** How a gateway is told: the files that know every route by name, and who is asked by a name, read from those files. */
export interface Dispatcher {
  files(config: RouterConfig, routes: NamedRoutes): readonly ExportFile[];
  chainsIn(files: readonly ExportFile[]): (name: string) => readonly string[];
  /** What of a router's models or routes the gateway has no words for, beyond what no gateway has. */
  refused(config: RouterConfig, routes: NamedRoutes): readonly string[];
  /** What of its execution is lost. */
  lost(config: RouterConfig): readonly string[];
  environment(config: RouterConfig): readonly string[];
}

const ELSEWHERE: NearestExport = { target: 'ai-sdk' };

/** Our runtime decides, and the gateway carries the route out by its name. */
export function dispatched(input: ExportInput, dispatcher: Dispatcher): ExportOutcome {
  const { config } = input;
  const refuse = (unsupported: readonly string[]): ExportOutcome => ({
    fidelity: 'refused',
    mode: 'dispatch',
    unsupported,
    nearest: ELSEWHERE,
  });
  const beyond = beyondGateways(config);
  if (beyond.length > 0) return refuse(beyond);
  const routes = namedRoutes(config);
  if (typeof routes === 'string') return refuse([routes]);
  const refused = dispatcher.refused(config, routes);
  if (refused.length > 0) return refuse(refused);
  const files = [...dispatcher.files(config, routes), ...routeFiles(input, routes)];
  return {
    fidelity: 'exact',
    mode: 'dispatch',
    files,
    unsupported: dispatcher.lost(config),
    environment: dispatcher.environment(config),
    emulator: dispatchEmulator(files, dispatcher.chainsIn(files)),
  };
}

/** The router with its runtime and its goldens, the names of its routes, and the function that gives a request its name. */
export function routeFiles(input: ExportInput, routes: NamedRoutes): readonly ExportFile[] {
  const shipped = router.export(input, { runtime: 'module' });
  return [
    { path: 'routes.json', text: `${JSON.stringify(routes as Json, null, 1)}\n` },
    ...(shipped.fidelity === 'refused' ? [] : shipped.files),
    { path: 'route.mjs', text: ROUTE },
  ];
}

/** What a gateway does with the name that route.mjs gives a request: nobody is asked by a name that the files don't have. */
export function dispatchEmulator(files: readonly ExportFile[], chainOf: (name: string) => readonly string[]): Emulator {
  const routes = JSON.parse(textOf(files, 'routes.json')) as NamedRoutes;
  const names = new Map(Object.entries(routes).map(([name, chain]) => [chain.join('\n'), name]));
  return (_, { models }) => {
    const name = names.get(models.join('\n'));
    return { models: name === undefined ? [] : chainOf(name) };
  };
}

/** The text of an exported file. */
export function textOf(files: readonly ExportFile[], name: string): string {
  return files.find(({ path }) => path === name)?.text ?? 'null';
}
