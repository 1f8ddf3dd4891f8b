/**
 * The scripts of the first screen, as few and as early as they can be: what the page begins with is one chunk, what the
 * first screen in a browser imports on its way another, and index.html names them all. Controls, which every layer and
 * most pages are made of, are a third. Left to the bundler they were fifty, each a request.
 *
 * All others are read ahead, and are to be compiled then and away from the page's thread: left to the browser, each of
 * a module's functions is compiled where it is first called, under the person's press.
 */
import { resolve } from 'node:path';
import { type HtmlTagDescriptor, normalizePath, type Plugin, type Rolldown } from 'vite';

/** In a desktop window, which reads its files from this machine, the bridge's few kilobytes are of no consequence. */
const AWAITED = [
  '../shared/bridge/http-bridge.ts',
  'modules/command/command-page.tsx',
  'modules/command/read-morning.ts',
];
/** Each stays a chunk of its own, which is what is asked for by its name. */
const ENTRIES = ['index.html', 'main.tsx', 'service-worker/sw.ts', ...AWAITED];
/** https://v8.dev/blog/explicit-compile-hints: counts where a file begins with it. */
const COMPILE_WHOLE = '//# allFunctionsCalledOnLoad\n';

export function firstChunks(): { plugin: Plugin; groups: Rolldown.CodeSplittingGroup[] } {
  let awaited: string[] = [];
  let entries = new Set<string>();
  let ofScreen = new Set<string>();
  return {
    groups: [
      { name: 'first', tags: ['$initial'], test: (id) => !entries.has(id), priority: 2 },
      {
        debugName: 'first-screen',
        name(id, graph) {
          if (ofScreen.size === 0)
            ofScreen = ownImports(awaited, (module) => graph.getModuleInfo(module)?.importedIds ?? []);
          return ofScreen.has(id) && !entries.has(id) ? 'first-screen' : null;
        },
        priority: 1,
      },
      { name: 'controls', test: /node_modules[\\/]@(base-ui|floating-ui)[\\/]/, minShareCount: 2 },
    ],
    plugin: {
      name: 'royal:first-chunks',
      apply: 'build',
      configResolved({ root }) {
        const idOf = (module: string): string => normalizePath(resolve(root, module));
        awaited = AWAITED.map(idOf);
        entries = new Set(ENTRIES.map(idOf));
      },
      buildStart() {
        ofScreen = new Set();
      },
      transformIndexHtml: {
        order: 'post',
        handler: (html, { bundle = {} }) => tagsFor(awaited, html, bundle),
      },
      generateBundle: {
        order: 'post',
        handler(_, bundle) {
          const chunks = chunksOf(bundle);
          const begins = [...chunks.filter(({ isEntry }) => isEntry), ...chunksFrom(awaited, bundle)];
          const first = filesOf(begins, bundle);
          for (const chunk of chunks) if (!first.has(chunk.fileName)) chunk.code = COMPILE_WHOLE + chunk.code;
        },
      },
    },
  };
}

/** What modules of ours import, over and over; a package's own are left where the bundler puts them. */
function ownImports(from: readonly string[], importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const walk = (id: string): void => {
    if (found.has(id) || id.includes('node_modules')) return;
    found.add(id);
    importsOf(id).forEach(walk);
  };
  from.forEach(walk);
  return found;
}

function chunksOf(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === 'chunk');
}

function chunksFrom(modules: readonly string[], bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const chunks = chunksOf(bundle);
  return modules.map((module) => {
    const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === module);
    if (!chunk) throw new Error(`No chunk begins with ${module}.`);
    return chunk;
  });
}

/** Of these chunks, of whatever they import, and of the styles of all of them. */
function filesOf(begins: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): Set<string> {
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
  begins.forEach(need);
  return needed;
}

function tagsFor(
  awaited: readonly string[],
  html: string,
  bundle: Rolldown.OutputBundle,
): HtmlTagDescriptor[] {
  const files = filesOf(chunksFrom(awaited, bundle), bundle);
  return [...files].filter((name) => !html.includes(name)).map(tagOf);
}

function tagOf(name: string): HtmlTagDescriptor {
  const href = `./${name}`;
  const attrs = name.endsWith('.css')
    ? { rel: 'preload', as: 'style', crossorigin: true, href }
    : { rel: 'modulepreload', crossorigin: true, href };
  return { tag: 'link', attrs, injectTo: 'head' };
}
