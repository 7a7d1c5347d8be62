import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // A page that is still computing is waited for: the default of a second is no fault of the page's on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // The slowest files wait for commands they started: with one worker less than there are cores, half of a small machine idles.
    maxWorkers: '100%',
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/*.d.ts'] },
  },
});
