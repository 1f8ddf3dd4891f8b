/** Runs the core in its own thread of this process and speaks the contract with it over a message port. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { RPCLink } from '@orpc/client/message-port';
import { royalClient } from '../shared/contract/client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { type ErrorData, RoyalError } from '../shared/errors.ts';

export interface HostOptions {
  folder: string;
  /** Whether syncs and agents run by their schedules, as in a program that stays. */
  schedule: boolean;
}

/** What the host hands to the core thread. */
export interface CoreThreadData extends HostOptions {
  port: MessagePort;
}

/** What the core thread tells its host. */
export type CoreThreadMessage =
  | { kind: 'ready'; socket: string }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'closed' };

/** What the host asks of the core thread: `others` waits for other terminals that are being answered. */
export interface CloseRequest {
  kind: 'close';
  others: boolean;
}

export interface Host {
  client: RoyalClient;
  /** Where other terminals of this user reach the same core. */
  socket: string;
  /** Resolves when the thread is gone; with an error where nobody asked for it. */
  ended: Promise<Error | null>;
  /** Drains: the executor finishes its step, a sync commits its position; then the thread ends. */
  close(options?: { others?: boolean }): Promise<void>;
}

/** Throws RoyalError with what kept the core from starting (folder_locked, key_lost, database_newer …). */
export async function startHost(options: HostOptions): Promise<Host> {
  // What the core writes is the user's alone, also a backup somewhere else.
  process.umask(0o077);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./core-thread.ts', import.meta.url), {
    workerData: { ...options, port: port2 },
    transferList: [port2],
    name: 'royal core',
    // Room for the young is given back late if ever: a small one keeps a host small after a large load.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  let closing = false;
  const ended = new Promise<Error | null>((resolve) => {
    let failure: Error | null = null;
    worker.once('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', (code) => {
      port1.close();
      resolve(failure ?? (closing || code === 0 ? null : new Error(`The core ended with status ${code}.`)));
    });
  });
  const socket = await new Promise<string>((resolve, reject) => {
    worker.on('message', (message: CoreThreadMessage) => {
      if (message.kind === 'ready') resolve(message.socket);
      if (message.kind === 'failed') reject(new RoyalError(message.error));
    });
    ended.then((failure) => reject(failure ?? new Error('The core ended before it was ready.')));
  });
  const link = new RPCLink({ port: port1 });
  port1.start();
  return {
    client: royalClient(link),
    socket,
    ended,
    async close({ others = false } = {}) {
      closing = true;
      worker.postMessage({ kind: 'close', others } satisfies CloseRequest);
      await ended;
    },
  };
}
