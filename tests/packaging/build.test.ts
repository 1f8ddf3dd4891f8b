import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Host, startHost } from '../../core/host/host.ts';
import { type SandboxProcess, startSandboxProcess } from '../../headless/demo/sandbox-process.ts';
import { addStores, runAgents, syncAll } from '../../headless/demo/script.ts';
import { KEPT_PACKAGES } from '../../packaging/native-packages.ts';
import { loadedScripts } from './first-load.ts';

/** Inside the project, since what stays a package is found from there; dist/ is no one else's business. */
const OUT = resolve('dist', `build-test-${process.pid}`);

function build(outDir: string): void {
  execFileSync(process.execPath, [
    'node_modules/electron-vite/bin/electron-vite.js',
    'build',
    '--logLevel',
    'warn',
    '--outDir',
    outDir,
  ]);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of filesOf(folder)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

/** Static and dynamic imports, re-exports and requires of what is not a file of the bundle. */
const IMPORTED = /(?:^(?:import|export) (?:[^"';]* from )?|\bimport\(|\b(?:__)?require\()"([^".][^"]*)"/gm;

const text = (...path: string[]): string => readFileSync(join(OUT, ...path), 'utf8');

describe('the build', () => {
  beforeAll(() => build(OUT));
  afterAll(() => rmSync(OUT, { recursive: true, force: true }));

  it('makes each thread an entry by the name of its source, names the licences of what is bundled, and no map', () => {
    expect(readdirSync(join(OUT, 'main')).sort()).toEqual([
      'chunks',
      'core-thread.js',
      'index.js',
      'ingest-worker.js',
      'keychain-worker.js',
      'licenses.md',
      'task-worker.js',
    ]);
    expect(text('main', 'licenses.md')).toContain('## @shopify/shopify-api');
    expect(filesOf(OUT).filter((name) => /\.(map|ts|tsx)$/.test(name))).toEqual([]);
  });

  it('is the same every time', () => {
    const again = `${OUT}-again`;
    try {
      build(again);
      expect(digest(again)).toBe(digest(OUT));
    } finally {
      rmSync(again, { recursive: true, force: true });
    }
  });

  it('leaves nothing to node_modules but the packages that are packed with it', () => {
    const known = new Set([...builtinModules, 'electron']);
    const foreign = filesOf(join(OUT, 'main'))
      .flatMap((name) => [...text('main', name).matchAll(IMPORTED)])
      .map((match) => match[1]!)
      .filter((name) => !name.startsWith('node:') && !known.has(name))
      .map((name) => KEPT_PACKAGES.find((kept) => name === kept || name.startsWith(`${kept}/`)) ?? name);
    expect([...new Set(foreign)].sort()).toEqual([...KEPT_PACKAGES].sort());
  });

  it('builds a preload that a sandbox can run: one file, CommonJS, electron alone', () => {
    expect(filesOf(join(OUT, 'preload'))).toEqual(['index.cjs']);
    const required = [...text('preload', 'index.cjs').matchAll(/\brequire\("([^"]+)"\)/g)];
    expect([...new Set(required.map((match) => match[1]))]).toEqual(['electron']);
    expect(text('preload', 'index.cjs')).not.toMatch(/^(import|export) /m);
  });

  it('builds a page for a strict policy: no inline script or style, no data: module, relative URLs', () => {
    const page = text('renderer', 'index.html');
    expect(page).toContain('<script type="module"');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|data:/);
    for (const [, url] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(url).toMatch(/^\.\//);
      expect(existsSync(join(OUT, 'renderer', url!))).toBe(true);
    }
    for (const name of filesOf(join(OUT, 'renderer')).filter((file) => file.endsWith('.js')))
      expect(text('renderer', name), name).not.toMatch(/data:(text|application)\/javascript/);
  });

  it('shows the first screen of 200 KB of script at most, gzipped, and adds no part of more than 120 KB', () => {
    const assets = join(OUT, 'renderer', 'assets');
    const { firstLoad, chunks } = loadedScripts(assets);
    expect(firstLoad).toBeLessThanOrEqual(200 * 1024);
    for (const [name, bytes] of chunks)
      expect({ name, small: bytes <= 120 * 1024 }).toEqual({ name, small: true });
  });

  it('names the scripts of the first screen in the page, a few: each is a request', () => {
    const assets = join(OUT, 'renderer', 'assets');
    const { firstFiles } = loadedScripts(assets);
    expect(firstFiles.length).toBeLessThanOrEqual(8);
    const page = text('renderer', 'index.html');
    for (const file of firstFiles) expect(page).toContain(`"./assets/${file}"`);
  });

  it('has what is read ahead compiled as it comes, not under the press that shows it', () => {
    const assets = join(OUT, 'renderer', 'assets');
    const { firstFiles } = loadedScripts(assets);
    const begins = (file: string): boolean =>
      text('renderer', 'assets', file).startsWith('//# allFunctionsCalledOnLoad\n');
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
    // The desktop's bridge is of its first screen, and loads in its window only.
    const later = scripts.filter((file) => !firstFiles.includes(file) && !/^client\./.test(file));
    expect(later.length).toBeGreaterThan(20);
    expect(later.filter((file) => !begins(file))).toEqual([]);
    expect(firstFiles.filter(begins)).toEqual([]);
  });

  it('lays a compressed copy beside each file that browsers load, holding the same', () => {
    const files = filesOf(join(OUT, 'renderer'));
    const scripts = files.filter((name) => /\.(js|css|html)$/.test(name));
    expect(scripts.length).toBeGreaterThan(5);
    for (const name of scripts) {
      const path = join(OUT, 'renderer', name);
      expect(brotliDecompressSync(readFileSync(`${path}.br`)).equals(readFileSync(path)), name).toBe(true);
      expect(gunzipSync(readFileSync(`${path}.gz`)).equals(readFileSync(path)), name).toBe(true);
    }
    expect(text('renderer', 'sw.js')).not.toContain('.js.br');
  });

  it('makes commands that answer without their sources', () => {
    const folder = mkdtempSync(join(tmpdir(), 'royal-commands-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const commands = join(OUT, 'headless');
    execFileSync(process.execPath, [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'packaging/headless.config.ts',
      '--outDir',
      commands,
    ]);
    const script = `import(${JSON.stringify(pathToFileURL(join(commands, 'cli.js')).href)})
      .then(({ main }) => main(['store', 'list', '--json', '--data', ${JSON.stringify(join(folder, 'data'))}]))`;
    const env = { ...process.env, ROYAL_SECRETS: 'file' };
    // The whole of it: also the core's thread is the built one.
    const answer = execFileSync(process.execPath, ['--no-strip-types', '--eval', script], {
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(answer)).toEqual([]);
  });

  describe('runs under Node', () => {
    let base: string;
    let host: Host | null = null;
    let sandbox: SandboxProcess | null = null;
    beforeAll(async () => {
      process.env.ROYAL_SECRETS = 'file';
      base = mkdtempSync(join(tmpdir(), 'royal-build-'));
      sandbox = await startSandboxProcess(['--plan', 'enterprise']);
      host = await startHost({
        folder: join(base, 'data'),
        schedule: false,
        coreThread: pathToFileURL(join(OUT, 'main', 'core-thread.js')),
      });
    });
    afterAll(async () => {
      await host?.close();
      await sandbox?.stop();
      rmSync(base, { recursive: true, force: true });
    });

    it('syncs a store: SQLite in the core thread, bulk files on the ingest worker', async () => {
      const { client } = host!;
      const shop = sandbox!.shops.find(({ storeId }) => storeId === 'jpy')!;
      await addStores(client, { ...sandbox!, shops: [shop] });
      const [result] = await syncAll(client);
      expect(result).toMatchObject({ storeId: shop.storeId });
      const truth = await sandbox!.truth(shop.shop);
      expect(result!.counts.orders).toBe(truth.counts.orders);
      expect(result!.counts.orders).toBeGreaterThan(0);
    });

    it('runs the agents: forecasts on the pool’s task workers', async () => {
      expect(await runAgents(host!.client)).toMatchObject([{ state: 'completed' }]);
      expect(await host!.client.agents.findings({})).not.toEqual([]);
    });

    it('fits the WebAssembly models that lie beside the bundle', async () => {
      const days = Array.from({ length: 140 }, (_, day) => {
        const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
        return `a,${date},${10 + 6 * Math.sin((2 * Math.PI * day) / 7) + (day % 3)}`;
      });
      const answer = await host!.client.forecasts.csv({
        csv: ['series,ds,y', ...days].join('\n'),
        horizon: 7,
      });
      expect(JSON.stringify(answer)).toContain('2026-05-21');
    });
  });
});
