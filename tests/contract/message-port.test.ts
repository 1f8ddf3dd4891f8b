/** Over a message port of one's own to the core thread, as a desktop window has one. */
import type { MessagePort } from 'node:worker_threads';
import { startHeadless } from '../../headless/host.ts';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { describeContract } from './contract-suite.ts';

describeContract('a message port', async (folder) => {
  const host = await startHeadless({ folder, schedule: false });
  let port: MessagePort | null = null;
  const bridge = portBridge(async () => {
    port = await host.connect();
    return port;
  });
  return {
    bridge,
    folder,
    restore: 'done',
    paths: 'read',
    breakLine: async () => port!.close(),
    async close() {
      bridge.close();
      await host.close();
    },
  };
});
