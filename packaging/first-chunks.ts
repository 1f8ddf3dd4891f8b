/**
 * A build plugin: names in index.html what the first screen in a browser imports on its way, so that it comes with the
 * rest instead of after it.
 */
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** In a desktop window, which reads its files from this machine, the bridge's few kilobytes are of no consequence. */
const AWAITED = ['shared/bridge/http-bridge.ts', 'renderer/modules/command/command-page.tsx'];

export function firstChunks(): Plugin {
  return {
    name: 'royal:first-chunks',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const needed = new Set<string>();
        const need = (chunk: Rolldown.OutputChunk): void => {
          if (needed.has(chunk.fileName)) return;
          needed.add(chunk.fileName);
          for (const css of chunk.viteMetadata?.importedCss ?? []) needed.add(css);
          for (const name of chunk.imports) {
            const imported = bundle[name];
            if (imported?.type === 'chunk') need(imported);
          }
        };
        for (const source of AWAITED) {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(source));
          if (!chunk) throw new Error(`No chunk begins with ${source}.`);
          need(chunk);
        }
        return [...needed].filter((name) => !html.includes(name)).map(tagOf);
      },
    },
  };
}

function tagOf(name: string): HtmlTagDescriptor {
  const href = `./${name}`;
  const attrs = name.endsWith('.css')
    ? { rel: 'preload', as: 'style', crossorigin: true, href }
    : { rel: 'modulepreload', crossorigin: true, href };
  return { tag: 'link', attrs, injectTo: 'head' };
}
