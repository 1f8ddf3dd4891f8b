/** What a browser loads until the first screen is there, and what each module adds: gzipped, as it is sent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The page's entry, and what the first screen imports on its way (packaging/first-chunks.ts). */
const BEGINS = ['index', 'http-bridge', 'command-page', 'read-morning'];
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"\.\/([\w.-]+\.js)"/g;

export interface LoadedScripts {
  /** Bytes of all scripts of the first screen in a browser. */
  firstLoad: number;
  /** Their files. */
  firstFiles: readonly string[];
  /** Bytes of each script, by its name without the hash. */
  chunks: ReadonlyMap<string, number>;
}

/** `assets` is the folder of the built scripts. */
export function loadedScripts(assets: string): LoadedScripts {
  const files = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const plain = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '');
  const bytes = new Map(files.map((file) => [file, gzipSync(readFileSync(join(assets, file))).length]));
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = readFileSync(join(assets, file), 'utf8');
    for (const [, imported] of code.matchAll(STATIC_IMPORT)) load(imported!);
  };
  for (const name of BEGINS) {
    const file = files.find((one) => plain(one) === name);
    if (!file) throw new Error(`There is no script ${name} among the built ones.`);
    load(file);
  }
  return {
    firstFiles: [...loaded],
    firstLoad: [...loaded].reduce((sum, file) => sum + bytes.get(file)!, 0),
    chunks: new Map(files.map((file) => [plain(file), bytes.get(file)!])),
  };
}
