import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { routelab } from '../routelab.js';
import { seconds } from '../time.js';

interface Simulated {
  readonly scenarios: readonly {
    readonly rows: readonly { readonly metrics: { readonly requests: { readonly value: number; readonly n: number } } }[];
  }[];
}

/** Requests of simulated days a second, the start of the command and the reading of recordings included. */
export const simulation: Benchmark = {
  name: 'simulation',
  run: async (size) => {
    const dir = mkdtempSync(join(tmpdir(), 'routelab-bench-'));
    try {
      routelab(dir, 'init', 'demo');
      const demo = join(dir, 'demo');
      routelab(demo, 'run', '--quiet');
      const seeds = size === 'full' ? 20 : 2;
      const took = seconds(() =>
        routelab(demo, 'simulate', 'traffic-times-ten', '--router', 'exports/router', '--seeds', String(seeds), '--quiet'),
      );
      const requests = requestsOf(JSON.parse(readFileSync(join(demo, 'reports/simulations/latest/simulation.json'), 'utf8')));
      return {
        rows: [
          {
            work: `simulate traffic-times-ten, ${seeds} seeds, whole command`,
            value: requests / took,
            unit: '/s',
            goal: { kind: 'least', value: 500_000 },
          },
        ],
      };
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
};

function requestsOf({ scenarios }: Simulated): number {
  return scenarios.flatMap(({ rows }) => rows).reduce((sum, { metrics: { requests } }) => sum + requests.value * requests.n, 0);
}
