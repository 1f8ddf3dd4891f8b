import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { appShell } from './packaging/app-shell.ts';
import { firstChunks } from './packaging/first-chunks.ts';
import { KEPT_PACKAGES } from './packaging/native-packages.ts';
import { precompress } from './packaging/precompress.ts';
import { threadUrls } from './packaging/thread-urls.ts';

const DEV_PORT = 5173;
const first = firstChunks();

/**
 * Builds out/main (ESM), out/preload (CJS, sandboxed) and out/renderer (relative URLs: app://royal/ and the headless
 * host serve the same files). Source maps are left out, as installers never contain them.
 */
export default defineConfig({
  main: {
    plugins: [threadUrls()],
    build: {
      // What is bundled needs no node_modules: they would be many times the size of what is used of them.
      externalizeDeps: false,
      target: 'node24',
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        // The threads' own modules follow from the URLs that start them.
        input: { index: 'electron/main/index.ts' },
        external: KEPT_PACKAGES.map((name) => new RegExp(`^${name}(/|$)`)),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node24',
      // A sandboxed preload can require nothing but electron: one file, CommonJS.
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    // During development the page stands at app://royal/ in Electron, which does not tell it where vite is.
    server: {
      port: DEV_PORT,
      strictPort: true,
      hmr: { protocol: 'ws', host: 'localhost', clientPort: DEV_PORT },
    },
    plugins: [react(), first.plugin, appShell(), precompress()],
    build: {
      target: 'es2024',
      // The page's policy allows neither inline scripts nor data: URLs.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      minify: true,
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        input: { index: 'renderer/index.html', sw: 'renderer/service-worker/sw.ts' },
        output: {
          entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
          codeSplitting: { groups: first.groups },
        },
      },
    },
  },
});
