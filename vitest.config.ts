import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their code; tests/ holds what needs a whole core, a sandbox store or child processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{agents,core,headless,packaging,renderer,sandbox,shared}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
