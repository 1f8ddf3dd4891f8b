/** In the same thread, without a port or a socket. */

import { AGENTS } from '../../agents/roster.ts';
import { createCore } from '../../core/core.ts';
import { reconnectingBridge } from '../../shared/bridge/reconnecting.ts';
import { directClient, directTransport } from '../direct-client.ts';
import { describeContract } from './contract-suite.ts';

describeContract('direct calls', async (folder) => {
  const core = await createCore({
    folder,
    agents: AGENTS,
    taskWorkerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
    env: { ROYAL_SECRETS: 'file' },
    schedule: false,
  });
  const client = directClient(core);
  let breakLine: () => void = () => {};
  const bridge = reconnectingBridge(async (since, ears) => {
    const stop = new AbortController();
    breakLine = () => ears.broken();
    const follow = async (): Promise<void> => {
      for await (const batch of await client.events.live({ since }, { signal: stop.signal }))
        ears.batch(batch);
    };
    follow().then(() => ears.broken(), ears.broken);
    return { transport: directTransport(core), close: () => stop.abort() };
  }, {});
  return {
    bridge,
    folder,
    restore: 'refused',
    paths: 'read',
    breakLine: async () => breakLine(),
    async close() {
      bridge.close();
      core.stopTaking();
      await core.close();
    },
  };
});
