/** A real core on a new data folder, beside a small sandbox shop: for tests of what its owner is told when things fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, type CoreOptions, createCore } from '../../core/core.ts';
import { seedStores } from '../../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { directClient } from '../direct-client.ts';

export interface Owned {
  sandbox: Sandbox;
  folder: string;
  /** Of the core that runs now. */
  client: RoyalClient;
  connect(): Promise<void>;
  sync(): Promise<void>;
  /** Ends the core; `start` begins another on the same folder. */
  stop(): Promise<void>;
  start(options?: Partial<CoreOptions>): Promise<void>;
  close(): Promise<void>;
}

export async function openOwned(options: Partial<CoreOptions> = {}): Promise<Owned> {
  const root = mkdtempSync(join(tmpdir(), 'royal-owned-'));
  const sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: ['gbp'] }),
  });
  let core: Core | null = null;
  const owned: Owned = {
    sandbox,
    folder: options.folder ?? join(root, 'data'),
    client: undefined as never,
    async start(more = {}) {
      core = await createCore({
        folder: owned.folder,
        agents: [],
        taskWorkerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
        env: { ROYAL_SECRETS: 'file' },
        schedule: false,
        ...options,
        ...more,
      });
      owned.client = directClient(core);
    },
    async connect() {
      const { storeId, shop, clientId, clientSecret } = sandbox.shops[0]!;
      await owned.client.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint: sandbox.url });
    },
    async sync() {
      const stream = await owned.client.sync.run({});
      for (;;) if ((await stream.next()).done) return;
    },
    async stop() {
      core?.stopTaking();
      await core?.close();
      core = null;
    },
    async close() {
      await owned.stop();
      await sandbox.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  await owned.start();
  return owned;
}
