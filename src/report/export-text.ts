import type { Estimate } from '../domain/estimate.js';
import type { ExportRecord } from '../domain/exported.js';
import { percentText } from '../domain/measured-text.js';
import { formatEstimate, formatPoints } from './format.js';

/** What came of an export in one line: `runtime, exact; 1,622 decisions held against the measured router, 0 differ`. */
export function exportText(record: ExportRecord): string {
  const { mode, fidelity, targetVersion, unsupported } = record;
  const parts = [`${mode}, ${fidelity}`, `for ${targetVersion}`, heldText(record), ...lossText(record)];
  return `${parts.join('; ')}${unsupported.length === 0 ? '' : `; can’t express: ${unsupported.join('; ')}`}`;
}

const BY = {
  ran: 'the target itself runs in RouteLab’s tests',
  emulated: 'emulated, the target itself never ran',
  none: 'never run',
} as const;

function heldText({ verified: { decisions, differing }, conformance }: ExportRecord): string {
  if (decisions === 0) return 'nothing written';
  return `${decisions} decisions held against the measured router, ${differing} differ (${BY[conformance]})`;
}

function lossText({ loss }: ExportRecord): string[] {
  if (loss === null) return [];
  const { disagreement, quality, cost, costUnit, worst, on } = loss;
  if (disagreement.value === 0) return [];
  return [
    `on the ${on === 'test' ? 'test part' : 'whole dataset'} ${percentText(disagreement.value ?? 0)}${range(disagreement)} of decisions differ, quality ${formatPoints(quality)} points, cost ${formatEstimate(cost, costUnit)} a query`,
    ...(worst === null ? [] : [`most in ${worst.category} (${percentText(worst.disagreement)} of ${worst.n})`]),
  ];
}

function range({ low, high }: Estimate): string {
  return low === null || high === null ? '' : ` [${percentText(low)}, ${percentText(high)}]`;
}
