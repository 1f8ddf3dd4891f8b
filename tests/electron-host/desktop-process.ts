/** The built desktop in a process of its own, on the stand-in: started, looked into, and ended by a test. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { ControlReply, ControlRequest, StandIn } from './control.ts';

export interface DesktopOptions {
  /** A data folder that exists already; else a new one, removed with the process. */
  folder?: string;
  /** Arguments of the start, as a deep link is one. */
  args?: readonly string[];
  env?: Record<string, string>;
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

type StandInFunction<A, R> = (standIn: StandIn, argument: A) => R | Promise<R>;

export interface Desktop {
  folder: string;
  userData: string;
  exited: Promise<Exit>;
  /** Runs a function in the process of main: it sees its arguments only, nothing of the test around it. */
  evaluate<R>(run: StandInFunction<undefined, R>): Promise<R>;
  evaluate<A, R>(run: StandInFunction<A, R>, argument: A): Promise<R>;
  /** The page of the window, once it has loaded; after a crash it is another. */
  page(): Promise<Page>;
  /** The window at a file of the program's own origin that asks for nothing by itself, so that the test alone does. */
  quietPage(): Promise<Page>;
  /** The lines of desktop.log. */
  log(): { level: number; msg: string; code?: string; [field: string]: unknown }[];
  /** What showErrorBox showed, which is all that is left of a process that has ended. */
  errorBoxes: { title: string; content: string }[];
  signal(signal: NodeJS.Signals): void;
  /** Quits as a person does; the process ends by itself. */
  quit(): Promise<Exit>;
  /** Ends the process however it is, and removes the folders that it made. */
  close(): Promise<void>;
}

const REGISTER = fileURLToPath(new URL('./register.ts', import.meta.url));

export function startDesktop(options: DesktopOptions = {}): Desktop {
  const base = mkdtempSync(join(tmpdir(), 'royal-desktop-'));
  const folder = options.folder ?? join(base, 'data');
  const userData = `${folder}.desktop`;
  const child = fork(join(inject('built'), 'main', 'index.js'), options.args ?? [], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', REGISTER],
    env: { ...process.env, ROYAL_DATA: folder, ROYAL_SECRETS: 'file', ...options.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const control = speakTo(child, exited);
  let browser: Promise<Browser> | null = null;

  const desktop: Desktop = {
    folder,
    userData,
    exited,
    errorBoxes: control.errorBoxes,
    evaluate: control.evaluate,
    async quietPage() {
      const page = await desktop.page();
      if (page.url().endsWith('.png')) return page;
      const there = page.waitForURL(/\.png$/);
      await control.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.loadURL('app://royal/icons/icon-192.png'),
      );
      await there;
      return page;
    },
    async page() {
      browser ??= connect(userData);
      const { contexts } = await browser.then((connected) => ({ contexts: connected.contexts() }));
      return soon(() => livingPage(contexts.flatMap((context) => context.pages())));
    },
    log() {
      const path = join(userData, 'desktop.log');
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    signal: (signal) => void child.kill(signal),
    async quit() {
      control.evaluate(({ app }) => app.quit()).catch(() => {});
      return exited;
    },
    async close() {
      // At once, but with Chromium, which would write into the folder after it was removed.
      control.evaluate(({ app }) => app.exit(0)).catch(() => {});
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(patience);
      await browser?.then((connected) => connected.close()).catch(() => {});
      rmSync(base, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  return desktop;
}

function speakTo(child: ChildProcess, exited: Promise<Exit>) {
  const errorBoxes: { title: string; content: string }[] = [];
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on('message', (reply: ControlReply) => {
    if (reply.kind === 'error-box') errorBoxes.push({ title: reply.title, content: reply.content });
    else if (reply.kind === 'reply') waiting.get(reply.id)?.resolve(reply.value);
    else waiting.get(reply.id)?.reject(new Error(reply.message));
  });
  exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The desktop has ended.'));
  });
  const evaluate = <A, R>(run: StandInFunction<A, R>, argument?: A): Promise<R> => {
    if (!child.connected) return Promise.reject(new Error('The desktop has ended.'));
    last += 1;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(last, answer);
    child.send({ id: last, source: run.toString(), argument } satisfies ControlRequest);
    return answer.promise.finally(() => waiting.delete(last)) as Promise<R>;
  };
  return { evaluate: evaluate as Desktop['evaluate'], errorBoxes };
}

/** Beside the connection of the stand-in itself, through the port that Chromium wrote down. */
async function connect(userData: string): Promise<Browser> {
  const file = join(userData, 'chromium', 'DevToolsActivePort');
  const [port] = await soon(async () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return lines.length > 1 ? lines : null;
  });
  return chromium.connectOverCDP(`http://127.0.0.1:${port}`, { artifactsDir: join(userData, 'downloads') });
}

/** Looks until there is something to be had; Vitest's own poll is for tests only, this is for their preparation too. */
async function soon<T>(look: () => Promise<T | null>): Promise<T> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error('The desktop did not show its page within 30 s.');
}

/** A crashed page keeps its URL but answers nothing. */
async function livingPage(pages: readonly Page[]): Promise<Page | null> {
  for (const page of pages) {
    if (!page.url().startsWith('https://royal.app.localhost/')) continue;
    const state = await Promise.race([
      page.evaluate('document.readyState').catch(() => null),
      sleep(1_000, null),
    ]);
    if (state === 'complete') return page;
  }
  return null;
}
