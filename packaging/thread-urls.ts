/** A build plugin for threads: what a module starts by its URL becomes an entry of the bundle. */
import { basename, dirname, posix, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** `new URL('./ingest-worker.ts', import.meta.url)`, as Node resolves it in the sources. */
const THREAD_URL = /new URL\(\s*'(\.{1,2}\/[^']+\.ts)'\s*,\s*import\.meta\.url\s*,?\s*\)/g;
/** What stands in for the URL until it is known which file the referring code ends up in. */
const PLACEHOLDER = /royal-thread:([\w.-]+\.js)/g;

/**
 * The sources start their threads (Worker, Piscina) with the URL of a TypeScript file, which Node runs as it is. In
 * the bundle that file must be one by itself, and the URL must lead to it from wherever the referring code ends up,
 * be it an entry or a shared chunk. So the file is emitted as an entry under its own name
 * (out/main/ingest-worker.js), and the URL is written once the code is cut into chunks.
 */
export function threadUrls(): Plugin {
  const entries = new Map<string, string>();
  return {
    name: 'royal:thread-urls',
    apply: 'build',
    // Before Vite's own handling of `new URL`, which would copy the file as it is.
    enforce: 'pre',
    buildStart() {
      entries.clear();
    },
    transform: {
      filter: { id: /\.ts$/, code: THREAD_URL },
      handler(code, id) {
        return code.replaceAll(THREAD_URL, (_, path: string) => {
          const source = resolve(dirname(id), path);
          const fileName = `${basename(path, '.ts')}.js`;
          const taken = entries.get(fileName);
          if (taken === undefined) {
            entries.set(fileName, source);
            this.emitFile({ type: 'chunk', id: source, fileName });
          } else if (taken !== source)
            this.error(`Two threads would become ${fileName}: rename ${taken} or ${source}.`);
          return `new URL('royal-thread:${fileName}', import.meta.url)`;
        });
      },
    },
    renderChunk(code, chunk) {
      const folder = posix.dirname(chunk.fileName);
      const written = code.replaceAll(PLACEHOLDER, (_, fileName: string) => {
        const path = posix.relative(folder, fileName);
        return path.startsWith('.') ? path : `./${path}`;
      });
      return written === code ? null : { code: written, map: null };
    },
  };
}
