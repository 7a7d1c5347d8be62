import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runtimeFiles } from '../src/export/runtime-file/runtime-file.js';
import { ROUTER_KINDS, routerOf } from '../test/support/every-router.js';
import { gatewayRuns } from './exports/gateway.js';
import { cellsOf } from './exports/matrix.js';
import { mutants } from './exports/mutants.js';
import { exportsPage } from './exports/page.js';

// Holds every target's files against the runtime and writes docs/exports.md: npm run conformance. The real Portkey gateway
// takes part where ROUTELAB_PORTKEY names the node_modules it is installed in.
mkdirSync('.routelab', { recursive: true });
// Inside the project, so that exported modules find the packages they name.
const scratch = mkdtempSync(join(resolve('.routelab'), 'conformance-'));
const HOLDS = {
  rules: 'filter, context, rules, split',
  patterns: 'and classify by rules, `$regex`',
  learned: 'and predict with every predictor, learned classify',
  whole: 'and cascade, stick, pace, explore; start and next',
};
try {
  process.env['LAB_API_KEY'] = 'test';
  process.env['LAB_BASE_URL'] = 'http://127.0.0.1:1/v1';
  const rows = [];
  for (const kind of ROUTER_KINDS) rows.push({ kind, cells: await cellsOf(scratch, kind, routerOf(kind)) });
  const wrong = rows.flatMap(({ kind, cells }) =>
    cells.filter(({ fidelity, count }) => fidelity === 'exact' && (count?.differing ?? 0) > 0).map(() => kind),
  );
  const found = mutants();
  const gateway = await gatewayRuns();
  const runtimes = runtimeFiles.map(({ name, module, njs }) => ({
    name,
    holds: HOLDS[name],
    bytes: Buffer.byteLength(module),
    gzip: gzipSync(module, { level: 9 }).length,
    njs: Buffer.byteLength(njs),
  }));
  writeFileSync('docs/exports.md', exportsPage({ rows, mutants: found, gateway, runtimes }));
  if (wrong.length > 0 || found.some((mutant) => mutant.found === 0) || gateway.some(({ differing }) => differing > 0)) {
    process.stderr.write(`not conforming: see docs/exports.md (${wrong.join(', ')})\n`);
    process.exitCode = 3;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
