/** The core thread's side: runs the core it is given and exposes the contract to its host and to other terminals. */
import { parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import type { Agent } from '../../shared/agent.ts';
import { type ErrorData, toErrorData } from '../../shared/errors.ts';
import { type CallContext, PERSON_HEADER, personNamed } from '../access/caller.ts';
import { listenLocally } from '../api/local-socket.ts';
import { type Core, createCore } from '../core.ts';
import { restoreBackup } from '../data-folder/restore.ts';
import { KNOWN_VERSIONS } from '../known-versions.ts';
import type { CoreThreadData, CoreThreadMessage, HostRequest, RelayedCall } from './messages.ts';
import { serveCalls } from './serve-calls.ts';
import { serveWindow } from './serve-window.ts';

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
