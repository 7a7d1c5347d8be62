import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';

/** Tests of functions, which start nothing and leave nothing behind: they share a process, and load the program once in it. */
const SHARING = [
  'audit,compare,conformance,dataset,domain,experiment,file,metric,property,provider,quality',
  'recording,replay,report,router,simulate,stats,strategy',
].map((folders) => `test/{${folders}}/**/*.test.ts`);

const USUAL = {
  testTimeout: 240_000,
  hookTimeout: 120_000,
  // A page that is still computing is waited for: the default of a second is no fault of the page's on a busy machine.
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    // Once for both projects.
    globalSetup: ['test/support/global-setup.ts'],
    // The slowest files wait for commands they started: with one worker less than there are cores, half of a small machine idles.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/*.d.ts'] },
    projects: [
      { test: { ...USUAL, name: 'alone', include: ['test/**/*.test.ts'], exclude: SHARING } },
      { test: { ...USUAL, name: 'sharing', include: SHARING, isolate: false } },
    ],
  },
});
