/**
 * The program as a person has it: the desktop where this machine can open it, else the same in the browser. Both
 * own the data folder and answer the same contract.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import openInBrowser from 'open';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';
import { ROOT } from './built.ts';
import { type DesktopApp, hasDisplay } from './desktop-app.ts';
import { startHeadless } from './host.ts';
import type { HttpServer } from './http/server.ts';
import { connectToOwner } from './socket-client.ts';
import { openWeb, type WebOptions } from './web.ts';

export interface Shell {
  client: RoyalClient;
  /** The link that signs a browser in; null in the desktop. */
  link: string | null;
  /** Resolves when it is gone; with an error where nobody asked for it. */
  ended: Promise<Error | null>;
  close(): Promise<void>;
}

/** Patience for the desktop's core to listen. */
const STARTING_MS = 60_000;
const PORT = 4711;

export async function openShell(options: {
  folder: string;
  app: DesktopApp;
  env: NodeJS.ProcessEnv;
}): Promise<Shell> {
  const { app } = options;
  return 'executable' in app
    ? openDesktop({ ...options, executable: app.executable })
    : openHeadless(options);
}

async function openDesktop(options: {
  folder: string;
  executable: string;
  env: NodeJS.ProcessEnv;
}): Promise<Shell> {
  const { folder, executable, env } = options;
  const child = spawn(executable, [ROOT], { stdio: 'inherit', env: { ...env, ROYAL_DATA: folder } });
  let closing = false;
  const ended = once(child, 'exit').then(([code]) =>
    closing || code === 0 ? null : new Error(`The desktop ended with status ${code}.`),
  );
  const { client, close } = connectToOwner(folder);
  const shell: Shell = {
    client,
    link: null,
    ended,
    async close() {
      closing = true;
      await close();
      child.kill('SIGTERM');
      await ended;
    },
  };
  const deadline = Date.now() + STARTING_MS;
  for (;;) {
    try {
      await client.stop.status();
      return shell;
    } catch (error) {
      const gone = child.exitCode !== null || Date.now() > deadline;
      if (gone || !(error instanceof RoyalError) || error.code !== 'owner_gone') {
        await shell.close();
        throw error;
      }
      await delay(100);
    }
  }
}

async function openHeadless({ folder, env }: { folder: string; env: NodeJS.ProcessEnv }): Promise<Shell> {
  const host = await startHeadless({ folder, schedule: true });
  try {
    const web = await openSomewhere({ folder, env, host });
    const { link } = await host.client.access.invite({});
    if (link && hasDisplay(env)) await openInBrowser(link).catch(() => undefined);
    return {
      client: host.client,
      link,
      ended: host.ended,
      async close() {
        await web.close();
        await host.close();
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** At the usual port, or at any where another program has that. */
async function openSomewhere(options: Omit<WebOptions, 'listen'>): Promise<HttpServer> {
  const address = '127.0.0.1';
  try {
    return await openWeb({ ...options, listen: { address, port: PORT } });
  } catch (error) {
    if (!(error instanceof RoyalError) || error.code !== 'invalid_input') throw error;
    return openWeb({ ...options, listen: { address, port: 0 } });
  }
}
