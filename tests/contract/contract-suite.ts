/** The contract, spoken over one transport: every procedure, the errors it states, streams, and lines that break. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../sandbox/model.ts';
import { seedStores } from '../../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ContractHost, OpenContractHost } from './contract-host.ts';
import { decideOne, decideSeveral, lookBack, makeRules } from './decisions.ts';
import { describeImports } from './import-calls.ts';
import { exerciseInsights } from './insight-suite.ts';
import { describeOversight } from './oversight-part.ts';
import { describePurchasing } from './purchasing-suite.ts';
import { procedures, recording } from './recorder.ts';

const STORE = 'gbp';
const HOUR_MS = 3_600_000;

export function describeContract(name: string, open: OpenContractHost): void {
  describe(`the contract over ${name}`, () => {
    let root: string;
    let sandbox: Sandbox;
    let host: ContractHost;
    let api: RoyalClient;
    const called = new Set<string>();

    beforeAll(async () => {
      process.env.ROYAL_SECRETS = 'file';
      root = mkdtempSync(join(tmpdir(), 'royal-contract-'));
      sandbox = await startSandbox({
        plan: 'enterprise',
        fill: (documents, now) => seedStores(documents, { now, scale: 0.06, stores: [STORE] }),
      });
      host = await open(join(root, 'data'), sandbox);
      api = recording(host.bridge.api, called);
    });
    afterAll(async () => {
      await host?.close();
      await sandbox?.close();
      rmSync(root, { recursive: true, force: true });
    });

    const refused = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(RoyalError);
      const { code, message, next } = (error as RoyalError).toData();
      expect(message).not.toBe('');
      expect(next).not.toBe('');
      return code;
    };

    const propose = async () => {
      const [variant] = await api.stock.list({ storeId: STORE });
      const price = variant!.price.minor + 100;
      return api.actions.propose({
        type: 'price.change',
        storeId: STORE,
        input: { variantId: variant!.variantId, price },
      });
    };

    it('connects a shop, and says why one does not connect', async () => {
      const { shop, clientId, clientSecret } = sandbox.shops[0]!;
      const store = { id: STORE, shop, clientId, clientSecret, endpoint: sandbox.url };
      expect(await refused(api.stores.add({ ...store, clientSecret: 'wrong' }))).toBe('credentials_invalid');
      expect(await api.stores.add(store)).toMatchObject({ id: STORE, currency: 'GBP' });
      expect(await api.stores.list()).toHaveLength(1);
      expect(await api.stores.verify({ storeId: STORE })).toMatchObject({ storeId: STORE, missing: [] });
    });

    it('streams what a sync does, and its result at the end', async () => {
      const steps: unknown[] = [];
      const stream = await api.sync.run({ storeId: STORE });
      for (;;) {
        const step = await stream.next();
        if (step.done) {
          expect(step.value).toMatchObject([{ storeId: STORE }]);
          expect(step.value[0]!.counts.orders).toBeGreaterThan(0);
          break;
        }
        steps.push(step.value);
      }
      expect(steps.length).toBeGreaterThan(1);
      expect(await api.sync.status({})).toMatchObject([{ storeId: STORE, running: false, error: null }]);
    });

    it('shows what the mirror holds', async () => {
      const [counts] = await api.counts({});
      const figures = await api.figures({ storeId: STORE });
      expect(figures.counts).toEqual({ ...counts, storeId: undefined });
      expect(await api.sales.days({ storeId: STORE, from: '2026-11-01', to: '2026-11-03' })).toHaveLength(3);
      const days = (from: string, to: string) => refused(api.sales.days({ storeId: STORE, from, to }));
      expect(await days('2026-02-29', '2026-03-03')).toBe('invalid_input');
      expect(await days('2026-11-01', '9999-12-31')).toBe('too_large');
      expect((await api.stock.list({ storeId: STORE })).length).toBe(counts!.variants);
    });

    it('runs agents and shows what they found', async () => {
      const stream = await api.agents.run({ storeId: STORE, agent: 'inventory-forecasting' });
      let step = await stream.next();
      while (!step.done) step = await stream.next();
      expect(step.value).toMatchObject([{ storeId: STORE, state: 'completed' }]);
      expect(await api.agents.status({})).toMatchObject([{ id: 'inventory-forecasting' }]);
      const findings = await api.agents.findings({ storeId: STORE });
      expect(findings.length).toBeGreaterThan(0);
      expect(await api.forecasts.summary({})).toHaveLength(1);
    });

    it('answers what the first screens ask', () => exerciseInsights(api, STORE, refused));

    it('carries a run on though whoever asked for it is gone', async () => {
      const [before] = await api.agents.status({ storeId: STORE });
      const abort = new AbortController();
      const stream = await api.agents.run({ storeId: STORE }, { signal: abort.signal });
      const first = stream.next().catch(() => null);
      const newest = async () => (await api.agents.status({ storeId: STORE }))[0]!.runs[0]!;
      await expect.poll(async () => (await newest()).id).not.toBe(before!.runs[0]!.id);
      abort.abort();
      await first;
      await expect.poll(async () => (await newest()).state, { timeout: 20_000 }).toBe('completed');
    });

    it('forecasts a text of series', async () => {
      const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
      const csv = `series,ds,y\n${Array.from({ length: 60 }, (_, n) => `tea,${day(n)},${3 + (n % 7)}\n`).join('')}`;
      const made = await api.forecasts.csv({ csv, horizon: 5 });
      expect(made).toMatchObject({ rows: 60, series: 1, frequency: 'D', refused: [] });
      expect(made.csv.trim().split('\n')).toHaveLength(6);
      expect(await refused(api.forecasts.csv({ csv: 'a,b\n1,2\n', horizon: 5 }))).toBe('invalid_input');
    });

    it('proposes, shows, approves, and takes back', async () => {
      const proposed = await propose();
      const { id } = proposed;
      expect(await api.actions.show({ id })).toEqual(proposed);
      expect((await api.actions.preview({ id })).lines.length).toBeGreaterThan(0);
      expect(await api.actions.list({ states: ['proposed'] })).toContainEqual(proposed);
      expect(await api.actions.approve({ id })).toMatchObject({ id, state: 'verified' });
      expect(await refused(api.actions.approve({ id }))).toBe('invalid_state');
      expect(await refused(api.actions.retry({ id }))).toBe('invalid_state');
      expect(await refused(api.actions.settle({ id, word: 'done' }))).toBe('invalid_state');
      expect(await api.actions.undo({ id })).toMatchObject({ undoes: id, state: 'verified' });
    });

    it('rejects and snoozes', async () => {
      const { id } = await propose();
      const until = Date.now() + HOUR_MS;
      expect(await api.actions.snooze({ id, until })).toMatchObject({ state: 'snoozed' });
      expect(await api.actions.reject({ id, reason: 'not now' })).toMatchObject({
        state: 'rejected',
        reason: 'not now',
      });
    });

    it('decides: edits, several at once, rules, and what is told of it afterwards', async () => {
      const asked = { api, storeId: STORE, refused };
      await decideOne(asked);
      await decideSeveral(asked);
      await makeRules(asked);
      await lookBack(asked);
    });

    describePurchasing(() => ({ api, sandbox, storeId: STORE }));

    describeImports({ api: () => api, host: () => host, folder: () => root, refused });
    it('imports a file handed over in pieces, lists it, and takes it back', async () => {
      const name = 'products.csv';
      const { upload } = await api.imports.append({ text: 'Handle,Title,Variant Price\ntea,Te' });
      await api.imports.append({ upload, text: 'a,4.50\nmug,Mug,dear\n' });
      const stream = await api.imports.run({ storeId: 'csv', files: [{ upload, name }], currency: 'EUR' });
      let step = await stream.next();
      while (!step.done) step = await stream.next();
      expect(step.value).toMatchObject({
        currency: 'EUR',
        connected: false,
        totals: { rows: 2, imported: 1, refused: 1 },
        files: [{ kind: 'products', refusals: [{ file: name, line: 3 }] }],
      });
      const [entry] = await api.imports.list({ storeId: 'csv' });
      expect(entry).toMatchObject({ file: name, state: 'done', rows: 2 });
      expect(await api.imports.undo({ id: entry!.id })).toMatchObject({ state: 'undone' });
      expect(await refused(api.imports.undo({ id: entry!.id }))).toBe('invalid_state');
      expect(await refused(api.stores.erase({ storeId: 'csv', confirm: 'yes' }))).toBe('invalid_input');
      expect(await api.stores.erase({ storeId: 'csv', confirm: 'csv' })).toMatchObject({ storeId: 'csv' });
    });

    it('stops everything and goes on', async () => {
      expect(await api.stop.pull({ reason: 'look' })).toMatchObject({ stopped: true, reason: 'look' });
      const waiting = await propose();
      const approved = await api.actions.approve({ id: waiting.id, wait: false });
      expect(await api.stop.status()).toMatchObject({ stopped: true });
      expect(approved.state).toBe('approved');
      expect(await api.stop.lift({})).toMatchObject({ stopped: false });
      await expect
        .poll(async () => (await api.actions.show({ id: waiting.id })).state, { timeout: 10_000 })
        .toBe('verified');
    });

    it('examines, records, copies, and forgets a customer', async () => {
      expect(await api.audit.verify()).toMatchObject({ ok: true });
      expect((await api.audit.list({ limit: 5 })).length).toBe(5);
      expect((await api.doctor.run({ offline: true })).every((check) => check.state !== 'fail')).toBe(true);
      const customerId = idOf([...sandbox.documents.iterate(sandbox.shops[0]!.shop, 'Customer')][0]!.id);
      expect(await api.customers.remove({ storeId: STORE, customerId })).toEqual({ removed: true });
      expect(await api.backup.create({ path: join(root, 'backup') })).toMatchObject({ stores: [STORE] });
      const forged = { storeId: STORE, headers: { 'X-Shopify-Hmac-Sha256': 'AAAA' }, body: '{}' };
      expect(await refused(api.webhooks.accept(forged))).toBe('credentials_invalid');
    });

    describeOversight({
      api: () => api,
      storeId: STORE,
      shop: () => {
        const { shop, clientId, clientSecret } = sandbox.shops[0]!;
        return { shop, clientId, clientSecret, endpoint: sandbox.url };
      },
    });

    it('lets others in, and out again', async () => {
      const { id, token } = await api.access.createToken({ name: 'till' });
      expect(token.length).toBeGreaterThan(30);
      expect(await api.access.list()).toContainEqual(expect.objectContaining({ id, name: 'till' }));
      expect(JSON.stringify(await api.access.list())).not.toContain(token);
      expect(await api.access.revoke({ id })).toMatchObject({ id });
      expect(await refused(api.access.revoke({ id: 9_999_999 }))).toBe('not_found');
      expect((await api.access.invite({})).expiresAt).toBeGreaterThan(Date.now());
      expect(await api.system.status()).toMatchObject({ stores: [{ storeId: STORE }] });
    });

    it('states what is wrong with a call, and what to do', async () => {
      expect(await refused(api.actions.show({ id: 9_999_999 }))).toBe('not_found');
      expect(await refused(api.actions.show({ id: -1 }))).toBe('invalid_input');
      expect(await refused(api.stock.list({ storeId: 'none' }))).toBe('not_found');
      expect(await refused(api.sync.run({ storeId: 'none' }).then((stream) => stream.next()))).toBe(
        'not_found',
      );
    });

    it('ends a call that nobody waits for any more', async () => {
      const abort = new AbortController();
      const live = await api.events.live({}, { signal: abort.signal });
      await live.next();
      const next = live.next().then(
        (step) => step.done ?? false,
        () => true,
      );
      abort.abort();
      expect(await next).toBe(true);
    });

    it('tells events in order, nothing twice, nothing left out, also across a line that breaks', async () => {
      const seqs: number[] = [];
      const reasons: unknown[] = [];
      let complete = true;
      const unsubscribe = host.bridge.events.subscribe((batch: EventBatch) => {
        complete &&= batch.complete;
        for (const event of batch.events) {
          seqs.push(event.seq);
          if (event.kind === 'stop.pulled') reasons.push(event.data.reason);
        }
      });
      const before = host.bridge.events.position()!;
      await api.stop.pull({ reason: 'one' });
      const noticed = lossOf(host.bridge);
      await host.breakLine();
      await noticed;
      await api.stop.lift({});
      await api.stop.pull({ reason: 'two' });
      await api.stop.lift({});
      await expect.poll(() => reasons, { timeout: 20_000 }).toEqual(['one', 'two']);
      unsubscribe();
      expect(complete).toBe(true);
      expect(seqs).toEqual(seqs.map((_, index) => before + 1 + index));
      const { events } = await api.events.since({ seq: before });
      expect(events.map((event) => event.seq).slice(0, seqs.length)).toEqual(seqs);
    });

    it('puts a backup back', async () => {
      const path = join(root, 'backup');
      expect(await api.stores.remove({ storeId: STORE })).toMatchObject({ id: STORE });
      if (host.restore === 'refused') {
        expect(await refused(api.backup.restore({ path }))).toBe('invalid_state');
        return;
      }
      expect(await refused(api.backup.restore({ path: join(root, 'none') }))).toBe('not_found');
      await api.backup.restore({ path });
      const after = (): Promise<string | null> =>
        api.stop.status().then(
          ({ reason }) => reason,
          (error: RoyalError) => error.code,
        );
      await expect
        .poll(after, { timeout: 20_000 })
        .toMatch(host.restore === 'done' ? /restored from a backup/ : /^unauthorized$/);
    });

    it('was called in every one of its procedures', () => {
      expect([...called].sort()).toEqual(procedures().sort());
    });
  });
}

/** A call that is under way when a line breaks may be lost: resolves once the bridge knows. */
function lossOf(bridge: Bridge): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = bridge.status.subscribe(({ state }) => {
      if (state !== 'lost') return;
      unsubscribe();
      resolve();
    });
  });
}
