/** The core thread's side: runs the core it is given and exposes the contract to its host and to other terminals. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import type { Agent } from '../../shared/agent.ts';
import { type ErrorData, toErrorData } from '../../shared/errors.ts';
import { type CallContext, PERSON_HEADER, personNamed } from '../access/caller.ts';
import { listenLocally } from '../api/local-socket.ts';
import { type Core, createCore } from '../core.ts';
import { restoreBackup } from '../data-folder/restore.ts';
import { KNOWN_VERSIONS } from '../known-versions.ts';
import type { RelayedCall } from './host.ts';
import { serveCalls } from './serve-calls.ts';
import { serveWindow } from './serve-window.ts';

/** What the host hands to the core thread at its start. */
export interface CoreThreadData {
  folder: string;
  /** Whether syncs and agents run by their schedules, as in a program that stays. */
  schedule: boolean;
  /** A backup to be put in the place of the folder before it is opened. */
  restore: string | null;
}

/**
 * contract: for the user's own windows; served and relay: for calls that name on whose behalf; door: for the host
 * itself.
 */
export type HostPort = 'contract' | 'served' | 'relay' | 'door';

/** What the host asks: `others` waits for other terminals that are being answered. */
export type HostRequest =
  | { kind: 'connect'; port: MessagePort; to: HostPort }
  | { kind: 'close'; others: boolean };

/** What the core thread tells its host. */
export type CoreThreadMessage =
  | { kind: 'ready'; socket: string }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'restore'; backup: string };

/** Patience for other terminals, where the host ends without waiting for them. */
const GRACE_MS = 2_000;

/** To be called once, by the module that a core thread runs: agents and pool are the shell's to compose. */
export async function serveCore(shell: {
  agents: readonly Agent[];
  taskWorkerUrl: URL;
  /** Told of the open core, by a shell that has more to do with it. */
  opened?: (core: Core) => void;
}): Promise<void> {
  const host = parentPort!;
  const tell = (message: CoreThreadMessage): void => host.postMessage(message);
  const { folder, schedule, restore } = workerData as CoreThreadData;
  try {
    const restoreError = restore === null ? null : await attemptRestore(restore, folder);
    const core = await createCore({
      folder,
      agents: shell.agents,
      taskWorkerUrl: shell.taskWorkerUrl,
      env: process.env,
      schedule,
      requestRestore: (backup) => tell({ kind: 'restore', backup }),
    });
    if (restoreError) core.ledger.events.append(null, 'restore.failed', { error: restoreError });
    const socket = await listenLocally(core.router, core.paths, (storeId, headers, rawBody) =>
      core.webhooks.accept(storeId, headers, rawBody),
    );
    const handlers = {
      served: new RPCHandler<CallContext>(core.router, {
        rootInterceptors: [
          (call) =>
            call.next({ ...call, context: { person: personNamed(call.request.headers[PERSON_HEADER]) } }),
        ],
      }),
      door: new RPCHandler(core.door),
    };
    host.on('message', async (request: HostRequest) => {
      if (request.kind === 'connect') {
        const { port, to } = request;
        if (to === 'relay') serveCalls(core.router, port, ({ person }: RelayedCall) => ({ person }));
        else if (to === 'contract') serveWindow(core.router, port, core.log);
        else handlers[to].upgrade(port, { context: {} });
        port.start();
        return;
      }
      if (request.others) await socket.idle();
      core.stopTaking();
      await socket.close(GRACE_MS);
      await core.close();
      process.exit(0);
    });
    shell.opened?.(core);
    tell({ kind: 'ready', socket: socket.path });
  } catch (error) {
    tell({ kind: 'failed', error: toErrorData(error) });
  }
}

/** A backup that can't be put in place leaves the present folder as it was: the core starts on that. */
async function attemptRestore(backup: string, folder: string): Promise<ErrorData | null> {
  try {
    await restoreBackup(backup, folder, KNOWN_VERSIONS, Date.now());
    return null;
  } catch (error) {
    return toErrorData(error);
  }
}
