/** The child as one file: it loads in a third of the time of some hundred, and is started some hundred times. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { nodeBundle } from '../../packaging/node-bundle.ts';

const DIST = resolve('dist');

interface BundledChild {
  script: string;
  remove(): void;
}

export async function bundledChild(): Promise<BundledChild> {
  mkdirSync(DIST, { recursive: true });
  const outDir = mkdtempSync(join(DIST, 'kill-child-'));
  await build(nodeBundle({ child: join(import.meta.dirname, 'child.ts') }, outDir));
  return {
    script: join(outDir, 'child.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
