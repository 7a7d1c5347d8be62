import type { ExportRecord } from '../../src/domain/exported.js';
import type { ExportTarget } from '../../src/export/target.js';
import type { RouterConfig } from '../../src/router/config.js';
import { sha256Hex } from '../../src/router/identity/sha256.js';
import { exported } from './an-export.js';
import { tempFolder } from './temp-file.js';

/** An export as `routelab export` leaves it: files and their record. */
export function exportFolder(target: ExportTarget, config: RouterConfig, options: object = {}): string {
  const made = exported(target, config, options);
  const record: ExportRecord = {
    format: 'routelab/export@1',
    target: target.name,
    targetVersion: target.version,
    mode: made.mode,
    fidelity: made.fidelity,
    options: target.options.parse(options) as ExportRecord['options'],
    unsupported: made.unsupported,
    router: { name: config.name, decisionHash: config.decisionHash },
    inputsHash: 'h',
    conformance: target.conformance,
    verified: { decisions: 0, differing: 0 },
    loss: null,
    maxDisagreement: 0.01,
    environment: made.environment,
    files: made.files.map(({ path, text }) => ({ path, sha256: sha256Hex(text) })),
    forcedOver: [],
  };
  return tempFolder({
    ...Object.fromEntries(made.files.map(({ path, text }) => [path, text])),
    'export.json': JSON.stringify(record),
  });
}
