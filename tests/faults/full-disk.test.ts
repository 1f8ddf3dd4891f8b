/** The data folder's disk runs full under a running core: what is refused says why, and all goes on once there is room. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../shared/agent.ts';
import { type Mount, mountsMissing, mountTmpfs } from './mounts.ts';
import { type Owned, openOwned } from './owned-core.ts';

const DISK_KIB = 40 * 1024;
const withoutMounts = mountsMissing();

/** Takes every byte that is left on the disk. */
function fillUp(file: string): void {
  const descriptor = openSync(file, 'a');
  for (let size = 1 << 20; size >= 1; )
    try {
      if (writeSync(descriptor, Buffer.alloc(size)) < size) size >>= 1;
    } catch {
      size >>= 1;
    }
  closeSync(descriptor);
}

const looker: Agent = {
  id: 'looker',
  title: 'Looker',
  proposes: [],
  schedule: { everyHours: 24 },
  run: async ({ step }) => {
    await step('look', () => 1);
    return { findings: [], proposals: [], summary: 'Looked.' };
  },
};

describe.skipIf(withoutMounts)('a full disk', () => {
  let mount: Mount;
  let owned: Owned;
  beforeEach(async () => {
    mount = mountTmpfs(DISK_KIB)!;
    owned = await openOwned({ folder: join(mount.path, 'data'), agents: [looker] });
    await owned.connect();
    await owned.sync();
  });
  afterEach(async () => {
    await owned.close();
    mount.remove();
  });

  it('refuses what would have to be written, in words, and nothing of it is left half done', async () => {
    const { client, sandbox } = owned;
    const { shop, storeId } = sandbox.shops[0]!;
    const [variant] = await client.stock.list({ storeId });
    const input = { variantId: variant!.variantId, price: 4242 };
    const run = async () => {
      const stream = await client.agents.run({});
      for (;;) {
        const step = await stream.next();
        if (step.done) return step.value;
      }
    };
    const { id } = await client.actions.propose({ type: 'price.change', storeId, input });
    const filler = join(mount.path, 'filler');
    fillUp(filler);
    const full = { code: 'disk_full', next: expect.stringContaining('Free some space') };
    await expect(client.actions.approve({ id })).rejects.toMatchObject(full);
    await expect(owned.sync()).rejects.toMatchObject(full);
    // Nor does anything go on that nobody waits for: where that failed, the core would end with it.
    await expect.poll(async () => (await client.sync.status({}))[0]!.running).toBe(false);
    await expect(run()).rejects.toMatchObject(full);
    await expect(client.stop.pull({ reason: 'Halt' })).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining('Everything is stopped'),
    });
    expect(await client.stop.status()).toMatchObject({ stopped: true, reason: 'Halt' });
    const { parts } = await client.system.health({});
    expect(parts.find((part) => part.id === 'disk')).toMatchObject({ state: 'failing' });

    rmSync(filler);
    await client.stop.lift({});
    await owned.sync();
    expect(await run()).toMatchObject([{ state: 'completed' }]);
    expect(await client.actions.approve({ id })).toMatchObject({ state: 'verified' });
    const writes = sandbox.journal.entries({ shop }).filter(({ mutation }) => mutation.startsWith('product'));
    expect(writes.map(({ effective }) => effective)).toEqual([true]);
    expect((await client.audit.verify()).ok).toBe(true);
  });
});

it.runIf(withoutMounts)('a small disk could not be made', ({ skip }) => {
  skip(withoutMounts ?? '');
});
