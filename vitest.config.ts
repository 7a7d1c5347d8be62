import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/*.d.ts'] },
  },
});
