import type { ExportLoss, NearestExport } from '../../domain/exported.js';
import { percentText } from '../../domain/measured-text.js';
import type { ExportedRouter, RefusedRouter } from '../../export/target.js';

/** Why an export is not written, and the way out. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
}

/** The target has no words for the router. */
export function cantExpress(target: string, { mode, unsupported, nearest }: RefusedRouter): Refusal {
  return { message: `${target} (${mode}) can't express this router: ${unsupported.join('; ')}`, hint: wayOut(nearest) };
}

/** The files would decide otherwise too often. */
export function tooFarOff(
  target: string,
  { mode, unsupported, nearest }: ExportedRouter,
  { disagreement, n }: ExportLoss,
  most: number,
): Refusal {
  const share = disagreement.value ?? 0;
  const differ = `${percentText(share)} of ${n} decisions differ, more than ${percentText(most)}`;
  const raised = `--max-disagreement ${Math.ceil(share * 1000) / 1000} writes it all the same`;
  return {
    message: `${target} (${mode}) can't express this router: ${unsupported.join('; ')}: ${differ}`,
    hint: nearest === undefined ? raised : `${wayOut(nearest)}; ${raised}`,
  };
}

function wayOut({ target, options = {} }: NearestExport): string {
  const given = Object.entries(options).map(([name, value]) => ` --option ${name}=${String(value)}`);
  return `routelab export --target ${target}${given.join('')} keeps it as measured`;
}
