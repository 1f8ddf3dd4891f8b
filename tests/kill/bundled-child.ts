/** The child as one file: it loads in a third of the time of some hundred, and is started some hundred times. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { KEPT_PACKAGES } from '../../packaging/native-packages.ts';
import { threadUrls } from '../../packaging/thread-urls.ts';

/** Inside the project, since what stays a package is found from there. */
const DIST = resolve('dist');

interface BundledChild {
  script: string;
  remove(): void;
}

export async function bundledChild(): Promise<BundledChild> {
  mkdirSync(DIST, { recursive: true });
  const outDir = mkdtempSync(join(DIST, 'kill-child-'));
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [threadUrls()],
    ssr: { noExternal: true, external: [...KEPT_PACKAGES] },
    build: {
      ssr: join(import.meta.dirname, 'child.ts'),
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return {
    script: join(outDir, 'child.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
