/** Over the local socket, as another terminal of the same user has it. */
import { startHeadless } from '../../headless/host.ts';
import { connectToOwner, type SocketClient } from '../../headless/socket-client.ts';
import { reconnectingBridge } from '../../shared/bridge/reconnecting.ts';
import { describeContract } from './contract-suite.ts';

describeContract('the local socket', async (folder) => {
  const host = await startHeadless({ folder, schedule: false });
  let socket: SocketClient | null = null;
  const bridge = reconnectingBridge(async (since, ears) => {
    const opened = connectToOwner(folder);
    socket = opened;
    const follow = async (): Promise<void> => {
      for await (const batch of await opened.client.events.live({ since })) ears.batch(batch);
    };
    // While the core starts anew there is nobody to answer: no reason to give up.
    follow().then(
      () => ears.broken(),
      () => ears.broken(),
    );
    return { transport: opened.transport, close: () => void opened.close() };
  }, {});
  return {
    bridge,
    folder,
    restore: 'done',
    paths: 'read',
    breakLine: async () => socket!.close(),
    async close() {
      bridge.close();
      await host.close();
    },
  };
});
