import { z } from 'zod';
import type { Json } from '../domain/json.js';
import type { Results } from '../domain/results.js';
import { ROUTER_FORMAT, type RouterConfig } from '../router/config.js';
import { createRouter } from '../router/create-router.js';
import { goldenDecisions } from '../router/golden.js';
import { goldenWalk } from '../router/golden-walk.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import { sha256Hex } from '../router/identity/sha256.js';
import { sealRouter } from '../router/seal.js';
import { runtimeFor } from './runtime-file/runtime-file.js';
import type { ExportFile, ExportInput, ExportTarget } from './target.js';

/** The portable router: `router.json` for `routelab/router`, with golden decisions (and a walk, where it keeps a state) that any port must reproduce. */
export const router: ExportTarget = {
  name: 'router',
  title: 'router.json for the routelab/router runtime',
  version: ROUTER_FORMAT,
  conformance: 'ran',
  next: "import { loadRouter } from 'routelab/router'",
  options: z.strictObject({
    runtime: z
      .enum(['module', 'njs', 'none'])
      .default('module')
      .describe('The runtime in one file beside the router: an ES module, the same for nginx’s njs, or none'),
  }),
  export({ config, results, row, overridden }, { runtime }) {
    const golden = lines(goldenDecisions(createRouter(config)));
    const walk = lines(goldenWalk(createRouter(config)));
    const hashes = { goldenSha256: sha256Hex(golden), ...(walk === '' ? {} : { walkSha256: sha256Hex(walk) }) };
    const shipped = withProvenance(config, { results, row, overridden }, hashes);
    return {
      files: [
        { path: 'router.json', text: `${JSON.stringify(shipped, null, 2)}\n` },
        { path: 'router.golden.jsonl', text: golden },
        ...(walk === '' ? [] : [{ path: 'router.walk.jsonl', text: walk }]),
        ...runtimeFileOf(config, runtime),
      ],
      mode: 'runtime',
      fidelity: 'exact',
      unsupported: [],
      environment: [],
    };
  },
};

/** The smallest runtime in one file that this router needs, where it is wanted. */
function runtimeFileOf(config: RouterConfig, runtime: Json | undefined): ExportFile[] {
  if (runtime === 'none') return [];
  const files = runtimeFor(config);
  return runtime === 'njs'
    ? [{ path: 'routelab-router.njs.js', text: `${files.njs}\n` }]
    : [{ path: 'routelab-router.mjs', text: `${files.module}\n` }];
}

/** One line a probe or step: the request and the route the measured router gives it. */
function lines(decisions: readonly object[]): string {
  return decisions.map((decision) => `${canonicalJson(decision as Json)}\n`).join('');
}

/** A router of a cross-fitted comparison is not one of those that were measured, and says so. */
function measuredOn(reportedOn: Results['protocol']['reportedOn']): Record<string, Json> {
  if (reportedOn !== 'crossfit') return { measuredOn: reportedOn };
  return {
    measuredOn: reportedOn,
    refitted: 'on all queries after the comparison; the numbers are of the procedure that ends in this router',
  };
}

/** The measured config with its origin: decisions and decisionHash stay what they were, only the checksum moves. */
function withProvenance(
  config: RouterConfig,
  { results, row, overridden }: Omit<ExportInput, 'config'>,
  hashes: Record<string, Json>,
): RouterConfig {
  const { format: _format, decisionHash: _decisionHash, checksum: _checksum, ...draft } = config;
  const provenance: Record<string, Json> = {
    tool: { ...results.tool },
    experiment: results.experiment.name,
    synthetic: results.experiment.synthetic,
    inputsHash: results.inputs.hash,
    files: results.inputs.files.map((file) => ({ ...file })),
    split: results.protocol.split,
    seed: results.protocol.bootstrap.seed,
    reference: results.protocol.reference,
    candidate: row.candidate ?? row.id,
    parameters: row.parameters ?? {},
    ...measuredOn(results.protocol.reportedOn),
    [results.protocol.reportedOn === 'crossfit' ? 'procedure' : 'test']: Object.fromEntries(
      ['quality.mean', 'cost.per1k', 'latency.p95'].map((name) => [
        name,
        { ...(row.metrics[name] ?? { value: null, low: null, high: null, n: 0 }) },
      ]),
    ),
    // What stood against shipping, where that was asked for by force.
    ...(overridden.length === 0 ? {} : { forcedOver: [...overridden] }),
    ...hashes,
  };
  return sealRouter({ ...draft, provenance });
}
