/**
 * Builds out/headless: the commands as few files, which load in two thirds of the time that Node takes for the sources.
 * headless/royal.js and start.js use them for as long as no source is newer.
 */
import { defineConfig } from 'vite';
import { KEPT_PACKAGES } from './native-packages.ts';
import { threadUrls } from './thread-urls.ts';

export default defineConfig({
  plugins: [threadUrls()],
  ssr: { noExternal: true, external: [...KEPT_PACKAGES] },
  build: {
    ssr: true,
    outDir: 'out/headless',
    target: 'node24',
    rolldownOptions: {
      input: { cli: 'headless/cli.ts', start: 'headless/start.ts' },
      external: KEPT_PACKAGES.map((name) => new RegExp(`^${name}(/|$)`)),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // Names stay: the log tells where it failed.
        minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});
