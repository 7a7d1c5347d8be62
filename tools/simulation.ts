import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWorkspace } from '../src/app/run/run-workspace.js';
import { openSimulation } from '../src/app/simulate/open-simulation.js';
import { simulateWorkspace } from '../src/app/simulate/simulate-workspace.js';
import { initWorkspace } from '../src/app/workspace/init-workspace.js';
import { aaTests } from './simulation/aa-tests.js';
import { anchors } from './simulation/anchors.js';
import { simulationPage } from './simulation/page.js';
import { throughput } from './simulation/throughput.js';

// Plays the shipped scenarios on the demo, measures anchors and throughput, and writes docs/simulation.md: npm run simulation
const dir = mkdtempSync(join(tmpdir(), 'routelab-simulation-'));
try {
  await initWorkspace(dir, true);
  const experimentFile = join(dir, 'routelab.yaml');
  await runWorkspace({ experimentFile, remeasure: false, command: [] });
  const options = { experimentFile, scenarios: [], routers: [], seeds: { first: 1, count: 10 } };
  const { results } = await simulateWorkspace(options);
  const { scenarios, stage } = await openSimulation({ ...options, scenarios: [join(dir, 'scenarios/ordinary-day.yaml')] });
  const [loaded] = scenarios;
  if (loaded === undefined) throw new Error('ordinary-day is not there');
  const page = simulationPage({
    aa: aaTests(loaded.scenario, stage, 4000),
    anchors: anchors(40, 50_000, 0.95),
    results,
    // 25 times half a request a second is a million a day.
    throughput: throughput(loaded.scenario, stage, 25),
  });
  writeFileSync('docs/simulation.md', page);
} finally {
  rmSync(dir, { recursive: true });
}
