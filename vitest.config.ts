import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their code; tests/ holds what needs a whole core, a sandbox store or child processes. */
export default defineConfig({
  test: {
    // Two cores run two files, where Vitest would leave one core to whoever watches: most of them wait for others.
    maxWorkers: 2,
    // Hundreds of cores are started: what one compiled the next need not, which is two fifths of their work.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'royal-tests-compiled') },
    projects: [
      {
        test: {
          name: 'unit',
          // Their modules are loaded once: starting anew for each of 180 files took longer than their tests.
          isolate: false,
          include: ['{agents,bench,core,headless,packaging,renderer,sandbox,shared}/**/*.test.ts'],
          // Some take longer than Vitest's five seconds on a machine that others use too.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/desktop/**', 'tests/electron-host/**'],
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The built bundles of the desktop, on a stand-in for Electron.
        test: {
          name: 'desktop',
          include: ['tests/{desktop,electron-host}/**/*.test.ts'],
          globalSetup: 'tests/electron-host/build.ts',
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
