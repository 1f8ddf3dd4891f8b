/**
 * Keeps the core running in a thread of its own and speaks the contract with it over message ports. A core that
 * ends by itself is started again: calls and ports of before fail, new ones wait for the new core.
 */

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import type { CallAnswer } from '../../shared/bridge/calls.ts';
import { callsOverPort } from '../../shared/bridge/port-calls.ts';
import { type PersonTransport, royalClient } from '../../shared/contract/client.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { RoyalError } from '../../shared/errors.ts';
import { PERSON_HEADER } from '../access/caller.ts';
import type { Door } from '../access/door-contract.ts';
import { lineTo, transportOver } from './line.ts';
import type { CoreThreadData, CoreThreadMessage, HostPort, HostRequest, RelayedCall } from './messages.ts';

export interface HostOptions {
  folder: string;
  /** Whether syncs and agents run by their schedules, as in a program that stays. */
  schedule: boolean;
  /** The module that the core thread runs; it calls serveCore. */
  coreThread: URL;
}

type HostState = 'running' | 'restarting' | 'ended';

export interface Host {
  /** Outlives the core's restarts. */
  client: RoyalClient;
  /** Passes calls on for somebody who was let in: the core holds them to the role of that person. */
  served: PersonTransport;
  /** The same, unread on their way: the contract is not needed here, and takes longer to load than all else of a host. */
  relay(call: RelayedCall, signal: AbortSignal): Promise<CallAnswer>;
  /** The same as a client of one person. */
  clientOf(person: string): RoyalClient;
  /** Who is let in over HTTP; for the host itself, not for whom it serves. */
  door: Door;
  /** A port of one's own to the core, as for a window. It closes when that core ends: ask again. */
  connect(): Promise<MessagePort>;
  /** Where other terminals of this user reach the same core. */
  socket: string;
  state(): HostState;
  /** Times that the core was started again because it had ended by itself. */
  restarts(): number;
  /** Returns the unsubscribe. */
  onState(listener: (state: HostState) => void): () => void;
  /** Ends the core thread where it stands, as a crash would: for tests and for a core that hangs. */
  kill(): Promise<void>;
  /** Resolves when the core is gone for good; with an error where nobody asked for it. */
  ended: Promise<Error | null>;
  /** Drains: the executor finishes its step, a sync commits its position; then the thread ends. */
  close(options?: { others?: boolean }): Promise<void>;
}

/** Wait before a start, by how many crashes of late; after the last of them the host gives up. */
const RESTART_MS = [0, 500, 2_000, 10_000, 30_000];
/** A core that ran so long counts as healthy again. */
const HEALTHY_MS = 5 * 60_000;

interface CoreThread {
  worker: Worker;
  socket: string;
  startedAt: number;
  exited: Promise<Error>;
}

/** Throws RoyalError with what kept the core from starting (folder_locked, key_lost, database_newer …). */
export async function startHost(options: HostOptions): Promise<Host> {
  // What the core writes is the user's alone, also a backup somewhere else.
  process.umask(0o077);
  const listeners = new Set<(state: HostState) => void>();
  const ended = Promise.withResolvers<Error | null>();
  let state: HostState = 'running';
  let closing = false;
  let restore: string | null = null;
  let restarts = 0;
  let crashes = 0;
  let endPause: () => void = () => {};
  /** Replaced at each restart, so that whoever comes in between waits for the new core. */
  let current = startCore(options, null);
  let running = await current;

  const setState = (next: HostState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  const watch = (thread: CoreThread): void => {
    thread.worker.on('message', (message: CoreThreadMessage) => {
      if (message.kind !== 'restore') return;
      restore = message.backup;
      thread.worker.postMessage({ kind: 'close', others: false } satisfies HostRequest);
    });
    thread.exited.then((failure) => {
      if (closing) finish(null);
      else restart(thread, failure);
    });
  };

  const finish = (failure: Error | null): void => {
    setState('ended');
    ended.resolve(failure);
  };

  const restart = (thread: CoreThread, failure: Error): void => {
    const backup = restore;
    restore = null;
    if (backup === null) {
      restarts += 1;
      if (Date.now() - thread.startedAt > HEALTHY_MS) crashes = 0;
      crashes += 1;
    }
    setState('restarting');
    current = startAgain(failure, backup);
    current.then(
      (next) => {
        running = next;
        watch(next);
        if (closing) next.worker.postMessage({ kind: 'close', others: false } satisfies HostRequest);
        else setState('running');
      },
      (error: Error) => finish(closing ? null : error),
    );
  };

  /** Rejects with the last failure where the core ended too often, or the host is closed meanwhile. */
  const startAgain = async (failure: Error, backup: string | null): Promise<CoreThread> => {
    for (let reason = failure; ; crashes += 1) {
      if (crashes > RESTART_MS.length) throw reason;
      if (closing) throw coreGone();
      await pause(backup === null ? RESTART_MS[crashes - 1]! : 0);
      if (closing) throw coreGone();
      try {
        return await startCore(options, backup);
      } catch (error) {
        reason = error as Error;
      }
    }
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  watch(running);

  const connectTo = async (to: HostPort): Promise<MessagePort> => {
    if (state === 'ended') throw coreGone();
    const { worker } = await current;
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ kind: 'connect', port: port2, to } satisfies HostRequest, [port2]);
    return port1;
  };
  const connect = (): Promise<MessagePort> => connectTo('contract');
  const served: PersonTransport = transportOver(
    () => connectTo('served'),
    ({ person }) => ({
      [PERSON_HEADER]: encodeURIComponent(person),
    }),
  );
  const relay = lineTo(() => connectTo('relay'), callsOverPort<RelayedCall>);

  return {
    client: royalClient(transportOver(connect)),
    served,
    relay: (call, signal) => relay(async (ask) => (await ask(call, signal))!),
    clientOf: (person) =>
      royalClient({
        call: (path, input, options) => served.call(path, input, { ...options, context: { person } }),
      }),
    door: createORPCClient<Door>(transportOver(() => connectTo('door'))),
    connect,
    get socket() {
      return running.socket;
    },
    state: () => state,
    restarts: () => restarts,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async kill() {
      await (await current).worker.terminate();
    },
    ended: ended.promise,
    async close({ others = false } = {}) {
      closing = true;
      endPause();
      if (state === 'running') running.worker.postMessage({ kind: 'close', others } satisfies HostRequest);
      await ended.promise;
    },
  };
}

/** Resolves once the core is open; rejects with what kept it from opening. */
async function startCore(options: HostOptions, restore: string | null): Promise<CoreThread> {
  const { folder, schedule, coreThread } = options;
  const worker = new Worker(coreThread, {
    workerData: { folder, schedule, restore } satisfies CoreThreadData,
    name: 'royal core',
    // Room for the young is given back late if ever: a small one keeps a host small after a large load.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const exited = new Promise<Error>((resolve) => {
    let failure: Error | null = null;
    worker.once('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', (code) => resolve(failure ?? new Error(`The core ended with status ${code}.`)));
  });
  const startedAt = Date.now();
  const socket = await new Promise<string>((resolve, reject) => {
    let reason: RoyalError | null = null;
    worker.on('message', (message: CoreThreadMessage) => {
      if (message.kind === 'ready') resolve(message.socket);
      if (message.kind !== 'failed') return;
      reason = new RoyalError(message.error);
      void worker.terminate();
    });
    // Not before: what it had opened, the folder's lock above all, is free once its thread is gone.
    exited.then((failure) => reject(reason ?? failure));
  });
  return { worker, socket, startedAt, exited };
}

function coreGone(): RoyalError {
  return new RoyalError({
    code: 'owner_gone',
    message: 'The core of the program has ended.',
    next: 'Start the program again; royal.log in the data folder says more.',
  });
}
