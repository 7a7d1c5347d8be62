import type { Results } from '../../src/domain/results.js';
import type { ExportedRouter, ExportFile, ExportTarget } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { tempFolder } from './temp-file.js';

/** As much of results as exporters write down. */
const results = {
  tool: { name: 'routelab', version: '0' },
  experiment: { name: 'e', file: 'routelab.yaml', synthetic: true },
  inputs: { hash: 'h', files: [] },
  protocol: { split: {}, bootstrap: { seed: 7 }, reference: 'm2', reportedOn: 'test' },
} as unknown as Results;

/** What an exporter is given for a router. */
export function shipmentOf(config: RouterConfig) {
  return { config, results, row: { id: 'router:x', metrics: {} } as never, overridden: [] };
}

/** A target's files for a router that it does not refuse. */
export function exported(target: ExportTarget, config: RouterConfig, options: object = {}): ExportedRouter {
  const outcome = target.export(shipmentOf(config), target.options.parse(options) as never);
  if (outcome.fidelity === 'refused') throw new Error(outcome.unsupported.join('; '));
  return outcome;
}

/** Files in a folder of their own. */
export function written(files: readonly ExportFile[]): string {
  return tempFolder(Object.fromEntries(files.map(({ path, text }) => [path, text])));
}
