import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Owned, openOwned } from './owned-core.ts';

describe('a program without a network', () => {
  let owned: Owned;
  beforeEach(async () => {
    owned = await openOwned();
    await owned.connect();
    await owned.sandbox.close();
  });
  afterEach(() => owned.close());

  it('ends at once, though a sync is trying to reach its shop', async () => {
    const sync = owned.sync().then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    await expect.poll(async () => (await owned.client.sync.status({}))[0]?.running).toBe(true);
    const began = performance.now();
    await owned.stop();
    // Asking again takes seconds, which nobody who quits will wait for.
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await sync).toBe('cancelled');
  });
});
