/** The core thread: composes core and agents, and exposes the contract to its host and to other terminals. */
import { parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { listenLocally } from '../core/api/local-socket.ts';
import { createCore } from '../core/core.ts';
import { toErrorData } from '../shared/errors.ts';
import type { CloseRequest, CoreThreadData, CoreThreadMessage } from './host.ts';

/** A window of patience for other terminals, where the host ends without waiting for them. */
const GRACE_MS = 2_000;

const tell = (message: CoreThreadMessage): void => parentPort!.postMessage(message);
const { folder, schedule, port } = workerData as CoreThreadData;

try {
  const core = await createCore({
    folder,
    agents: [inventoryForecasting],
    taskWorkerUrl: new URL('./task-worker.ts', import.meta.url),
    env: process.env,
    schedule,
  });
  const socket = await listenLocally(core.router, core.paths, (storeId, headers, rawBody) =>
    core.webhooks.accept(storeId, headers, rawBody),
  );
  new RPCHandler(core.router).upgrade(port);
  port.start();
  parentPort!.on('message', async ({ others }: CloseRequest) => {
    if (others) await socket.idle();
    core.stopTaking();
    await socket.close(GRACE_MS);
    await core.close();
    tell({ kind: 'closed' });
    process.exit(0);
  });
  tell({ kind: 'ready', socket: socket.path });
} catch (error) {
  tell({ kind: 'failed', error: toErrorData(error) });
}
