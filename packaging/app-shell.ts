/** A build plugin for the service worker: tells it the files of the shell and their version. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const WORKER = 'sw.js';
/** What the page's own folder adds to the bundle. */
const BESIDE = ['manifest.webmanifest'];

/** The bundle's entry `sw.js` sees SHELL_FILES and SHELL_VERSION as constants. */
export function appShell(): Plugin {
  return {
    name: 'royal:app-shell',
    generateBundle: {
      // When index.html is in the bundle.
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error(`The bundle has no entry ${WORKER}.`);
        const files = Object.values(bundle).filter(({ fileName }) => fileName !== WORKER);
        const hash = createHash('sha256');
        for (const file of files.sort((a, b) => (a.fileName < b.fileName ? -1 : 1)))
          hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        const names = [...files.map(({ fileName }) => fileName), ...BESIDE];
        worker.code = `const SHELL_FILES=${JSON.stringify(names)};const SHELL_VERSION="${hash.digest('hex').slice(0, 16)}";${worker.code}`;
      },
    },
  };
}
