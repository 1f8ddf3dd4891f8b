/** Builds the bundles once for all tests of the desktop, beside whatever else is built. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of main/, preload/ and renderer/. */
    built: string;
  }
}

/** Inside the project, since packages that aren't bundled are found from there. */
export function setup(project: TestProject): () => void {
  const root = resolve('dist', `desktop-test-${process.pid}`);
  const built = join(root, 'out');
  mkdirSync(root, { recursive: true });
  // Images that are shown at run time lie beside the bundles, as in a packed program.
  symlinkSync(resolve('resources'), join(root, 'resources'));
  const electronVite = resolve('node_modules/electron-vite/bin/electron-vite.js');
  execFileSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn', '--outDir', built]);
  project.provide('built', built);
  return () => rmSync(root, { recursive: true, force: true });
}
