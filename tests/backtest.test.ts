/** `agents.backtest` over a whole core on a sandbox's store: from its sync to what following would have changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import type { AgentBacktest } from '../shared/contract/backtest-schemas.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';
import { royal } from './royal-process.ts';

describe('the backtest of a synced store', () => {
  let owned: Owned;
  let storeId: string;
  beforeAll(async () => {
    owned = await openOwned({ agents: [inventoryForecasting] });
    storeId = owned.sandbox.shops[0]!.storeId;
    await owned.connect();
    await owned.sync();
  });
  afterAll(() => owned.close());

  const call = (signal?: AbortSignal) =>
    owned.client.agents.backtest({ agent: inventoryForecasting.id, storeId }, { signal });

  it('gives a gain with an interval against a named baseline, and changes nothing', {
    timeout: 120_000,
  }, async () => {
    const before = await owned.client.actions.list({ storeId });
    const stream = await call();
    let last = { done: -1, total: -1, text: '' };
    let step = await stream.next();
    for (; !step.done; step = await stream.next()) last = step.value;
    const found = step.value;
    expect(last).toMatchObject({ done: found.products, total: found.products });
    expect(found).toMatchObject({ storeId, weeks: 12, currency: 'GBP', baseline: { watched: 0 } });
    expect(found.baseline.byRule).toBe(found.products);
    expect(found.products).toBeGreaterThan(3);
    const { low, mid, high } = found.gain!;
    expect(low).toBeLessThanOrEqual(mid);
    expect(mid).toBeLessThanOrEqual(high);
    const [counts] = await owned.client.counts({ storeId });
    const left = found.leftOut.reduce((sum, { products }) => sum + products, 0);
    expect(left + found.products).toBe(counts!.variants);
    expect(await owned.client.actions.list({ storeId })).toEqual(before);
    expect(await owned.client.agents.findings({ storeId })).toEqual([]);
  });

  it('ends at once when whoever asked is gone', { timeout: 60_000 }, async () => {
    const abort = new AbortController();
    const stream = await call(abort.signal);
    await stream.next();
    const rest = (async () => {
      while (!(await stream.next()).done);
    })();
    abort.abort();
    const outcome = await rest.then(
      () => 'ended',
      (error: unknown) => error,
    );
    expect(outcome).not.toBe('ended');
    expect(outcome).toMatchObject({ message: expect.stringMatching(/abort|cancel/i) });
    await expect.poll(async () => (await owned.client.system.status()).tasks.queued).toBe(0);
  });

  it('answers on the command line as one JSON value', { timeout: 120_000 }, async () => {
    await owned.stop();
    const { code, json } = await royal(
      ['agents', 'backtest', 'inventory-forecasting', '--store', storeId, '--json'],
      {
        folder: owned.folder,
      },
    );
    expect(code).toBe(0);
    const { gain, baseline } = json as AgentBacktest;
    expect(gain).toMatchObject({
      low: expect.any(Number),
      mid: expect.any(Number),
      high: expect.any(Number),
    });
    expect(baseline.text).toMatch(/fixed reorder point/);
  });
});
