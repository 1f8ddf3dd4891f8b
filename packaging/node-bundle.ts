/** Sources of the program as few files that Node runs: how the commands and the child of the kill tests are built. */
import type { InlineConfig } from 'vite';
import { KEPT_PACKAGES } from './native-packages.ts';
import { threadUrls } from './thread-urls.ts';

/** `entries` are sources by the name of their file. `outDir` lies in the project, since what stays a package is found from there. */
export function nodeBundle(entries: Readonly<Record<string, string>>, outDir: string) {
  return {
    configFile: false,
    logLevel: 'warn',
    plugins: [threadUrls()],
    ssr: { noExternal: true, external: [...KEPT_PACKAGES] },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      rolldownOptions: {
        input: { ...entries },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Names stay: the log tells where it failed.
          minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  } satisfies InlineConfig;
}
