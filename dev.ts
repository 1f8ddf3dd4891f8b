/**
 * `npm run dev`: the page as it is being written. In Electron where its binary is; elsewhere in a browser, with the
 * headless host behind vite.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { UserConfig } from 'electron-vite';
import { createServer, type ProxyOptions } from 'vite';
import { z } from 'zod';
import config from './electron.vite.config.ts';

/** What `royal serve --json` says of itself. */
const served = z.object({ url: z.string(), link: z.string() });

/** Importing `electron` to find out would start a download. */
function hasElectron(): boolean {
  const name = 'node_modules/electron/path.txt';
  return existsSync(name) && existsSync(`node_modules/electron/dist/${readFileSync(name, 'utf8').trim()}`);
}

function run(args: readonly string[], stdout: 'inherit' | 'pipe'): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['inherit', stdout, 'inherit'] });
}

async function inElectron(): Promise<void> {
  const child = run(['node_modules/electron-vite/bin/electron-vite.js', 'dev'], 'inherit');
  child.once('exit', (code) => process.exit(code ?? 1));
}

async function inBrowser(): Promise<void> {
  const host = run(['headless/royal.js', 'serve', '--json', '--port', '0'], 'pipe');
  host.once('exit', (code) => process.exit(code ?? 1));
  // It drains, ends, and takes this process along.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => host.kill('SIGTERM'));
  const { url, link } = await firstValue(host);
  // The host answers its own origin only: to it, vite is not there.
  const toHost: ProxyOptions = {
    target: url,
    changeOrigin: true,
    ws: true,
    configure(proxy) {
      proxy.on('proxyReq', (request) => {
        if (request.getHeader('origin') !== undefined) request.setHeader('origin', url);
      });
      proxy.on('proxyReqWs', (request) => request.setHeader('origin', url));
    },
  };
  const { renderer } = config as UserConfig;
  const server = await createServer({
    ...renderer,
    configFile: false,
    // Only a build names its entry from the root of the project.
    build: {},
    server: {
      ...renderer?.server,
      host: '127.0.0.1',
      proxy: Object.fromEntries(['/rpc', '/api', '/session', '/socket.io'].map((path) => [path, toHost])),
    },
  });
  await server.listen();
  process.stdout.write(`Open http://127.0.0.1:${server.config.server.port}/${new URL(link).hash}\n`);
  process.stdout.write(
    'Electron’s binary is not here: this is the headless host, with the page as it is written.\n',
  );
}

async function firstValue(host: ChildProcess): Promise<z.infer<typeof served>> {
  for await (const line of createInterface({ input: host.stdout! })) {
    const value = line.startsWith('{') ? served.safeParse(JSON.parse(line)) : null;
    if (value?.success) return value.data;
  }
  throw new Error('royal serve ended before it said where it listens.');
}

await (hasElectron() ? inElectron() : inBrowser());
