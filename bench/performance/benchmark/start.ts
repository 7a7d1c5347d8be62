import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { medianSeconds } from '../time.js';

/** How long it takes until the command line says something. */
export const start: Benchmark = {
  name: 'start',
  run: async (size) => {
    const times = size === 'full' ? 9 : 3;
    const command = (...args: string[]): number => medianSeconds(times, () => spawnSync(process.execPath, args));
    return {
      rows: [
        {
          work: 'routelab --help, from process start',
          value: command(resolve('dist/cli/main.js'), '--help'),
          unit: 's',
          anchor: { what: 'Node itself, running nothing', value: command('-e', '0') },
          goal: { kind: 'most', value: 0.3 },
        },
      ],
    };
  },
};
