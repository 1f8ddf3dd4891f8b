import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RPCLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ForwardContext, forwardingRouter } from '../../core/api/forward.ts';
import { type Host, startHost } from '../../core/host/host.ts';
import { startHeadless } from '../../headless/host.ts';
import { royalClient } from '../../shared/contract/client.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';
import type { RoyalError } from '../../shared/errors.ts';

describe('a core that ends by itself', () => {
  let base: string;
  let host: Host;
  beforeEach(async () => {
    process.env.ROYAL_SECRETS = 'file';
    base = mkdtempSync(join(tmpdir(), 'royal-host-'));
    host = await startHeadless({ folder: join(base, 'data'), schedule: false });
  });
  afterEach(async () => {
    await host.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('is started again, and what was decided before stands', async () => {
    await host.client.stop.pull({ reason: 'before the crash' });
    const states: string[] = [];
    host.onState((state) => states.push(state));
    await host.kill();
    expect(await host.client.stop.status()).toMatchObject({ stopped: true, reason: 'before the crash' });
    expect(states).toEqual(['restarting', 'running']);
    expect(host.restarts()).toBe(1);
  });

  it('closes the ports of its windows, and gives new ones that go on where the old ones ended', async () => {
    const port = await host.connect();
    const client = royalClient(new RPCLink({ port }));
    port.start();
    const closed = new Promise((resolve) => port.once('close', resolve));
    const live = await client.events.live({});
    const { seq } = (await live.next()).value as EventBatch;
    const asked = host.client.doctor.run({}).then(
      () => 'answered',
      (error: RoyalError) => error.code,
    );
    const waiting = live.next().then(
      (step) => step.done ?? false,
      () => true,
    );
    await host.kill();
    // A word of the program, not of the library that carries it.
    expect(await asked).toBe('connection_lost');
    await closed;
    expect(await waiting).toBe(true);
    const again = await host.connect();
    const next = royalClient(new RPCLink({ port: again }));
    again.start();
    await next.stop.pull({ reason: 'after' });
    const { events, complete } = await next.events.since({ seq });
    expect(complete).toBe(true);
    expect(events.map((event) => event.kind)).toContain('stop.pulled');
    again.close();
  });

  it('ends for good once closed, also while it is being started again', async () => {
    await host.kill();
    await host.close();
    expect(await host.ended).toBeNull();
    await expect(host.client.stop.status()).rejects.toMatchObject({ code: 'owner_gone' });
  });

  it('is put back to a backup through the contract, with the emergency stop pulled', async () => {
    const { client } = host;
    const path = join(base, 'backup');
    await client.backup.create({ path });
    const { seq } = await client.events.since({ seq: 0, limit: 10_000 });
    expect(await client.backup.restore({ path })).toMatchObject({ files: expect.any(Number) });
    await expect
      .poll(async () => (await client.stop.status().catch(() => null))?.stopped, { timeout: 20_000 })
      .toBe(true);
    expect((await client.stop.status()).reason).toMatch(/restored from a backup/);
    expect(host.restarts()).toBe(0);
    await expect(client.backup.restore({ path: join(base, 'none') })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await client.events.since({ seq: seq + 1_000 })).complete).toBe(false);
  });
});

describe('a core that does not start', () => {
  let base: string;
  beforeEach(() => {
    process.env.ROYAL_SECRETS = 'file';
    base = mkdtempSync(join(tmpdir(), 'royal-host-'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('lets go of the folder: the next try finds it free', async () => {
    const folder = join(base, 'data');
    // Opened already, it has no place to listen at.
    mkdirSync(join(folder, 'royal.sock', 'in-the-way'), { recursive: true });
    await expect(startHeadless({ folder, schedule: false })).rejects.toThrow();
    rmSync(join(folder, 'royal.sock'), { recursive: true });
    const host = await startHeadless({ folder, schedule: false });
    expect(host.state()).toBe('running');
    await host.close();
  });

  it('keeps nobody waiting who closes the program meanwhile', async () => {
    const thread = `
      import { existsSync, watch, writeFileSync } from 'node:fs';
      import { parentPort, workerData } from 'node:worker_threads';
      const at = (name) => workerData.folder + '/' + name;
      const starts = ['first', 'second', 'third', 'fourth'].find((name) => !existsSync(at(name)));
      writeFileSync(at(starts), '');
      if (starts === 'first') {
        parentPort.postMessage({ kind: 'ready', socket: '' });
        parentPort.on('message', () => {});
      } else {
        const fail = () => parentPort.postMessage({ kind: 'failed', error: { code: 'disk_full', message: 'Full.', next: 'Wait.' } });
        if (starts !== 'fourth') fail();
        else watch(workerData.folder, () => existsSync(at('closed')) && fail());
      }`;
    const host = await startHost({
      folder: base,
      schedule: false,
      coreThread: new URL(`data:text/javascript,${encodeURIComponent(thread)}`),
    });
    await host.kill();
    await expect.poll(() => existsSync(join(base, 'fourth')), { timeout: 10_000 }).toBe(true);
    const closed = host.close();
    const asked = Date.now();
    writeFileSync(join(base, 'closed'), '');
    await closed;
    // The next pause would have been one of ten seconds.
    expect(Date.now() - asked).toBeLessThan(5_000);
    expect(await host.ended).toBeNull();
  }, 20_000);
});

describe('calls passed on', () => {
  it('bring the person that the shell knows, whatever the caller says, and typed errors', async () => {
    process.env.ROYAL_SECRETS = 'file';
    const base = mkdtempSync(join(tmpdir(), 'royal-forward-'));
    const host = await startHeadless({ folder: join(base, 'data'), schedule: false });
    try {
      await host.client.people.set({ name: 'ada', role: 'owner' });
      const router = forwardingRouter(host.served);
      const root = createRouterClient(router, {
        context: { person: 'ada' } satisfies ForwardContext,
      } as never) as unknown as RoyalClient;
      await root.stop.pull({ reason: 'test', by: 'somebody else' });
      expect(await root.stop.status()).toMatchObject({ by: 'ada' });
      await expect(root.actions.show({ id: 99 })).rejects.toMatchObject({ data: { code: 'not_found' } });
      await expect(root.actions.show({ id: -1 })).rejects.toMatchObject({ data: { code: 'invalid_input' } });
      const live = await root.events.live({ since: 0 });
      expect((await live.next()).value).toMatchObject({ complete: true });
      await live.return?.();
    } finally {
      await host.close();
      rmSync(base, { recursive: true, force: true });
    }
  });
});
