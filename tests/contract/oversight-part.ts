/** The part of the contract's suite behind Agents, Settings and System. Called within it, after agents and actions ran. */
import { expect, it } from 'vitest';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { RoyalError } from '../../shared/errors.ts';

const AGENT = 'inventory-forecasting';
const TYPE = 'purchase_order.create';

export function describeOversight(setting: {
  api: () => RoyalClient;
  storeId: string;
  /** Of the shop that is connected. */
  shop: () => { shop: string; clientId: string; clientSecret: string; endpoint: string };
}): void {
  const { storeId } = setting;
  const codeOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'no error',
      (error: unknown) => (error instanceof RoyalError ? error.code : String(error)),
    );

  it('shows runs as timelines, pages through them, and keeps a record', async () => {
    const api = setting.api();
    const page = await api.agents.runs({ agent: AGENT, storeId, limit: 1 });
    expect(page.runs).toHaveLength(1);
    expect(page.next).toBe(page.runs[0]!.id);
    const older = await api.agents.runs({ agent: AGENT, storeId, before: page.next! });
    expect(older.runs.every(({ id }) => id < page.next!)).toBe(true);
    const first = older.runs.at(-1)!;
    const run = await api.agents.showRun({ id: first.id });
    expect(run.steps.length).toBeGreaterThan(0);
    expect(run.steps.every(({ ms }) => ms !== null && ms >= 0)).toBe(true);
    expect(run.findings.info + run.findings.watch + run.findings.act).toBe(first.findings);
    expect(run.proposals).toHaveLength(first.proposals);
    expect(await codeOf(api.agents.showRun({ id: 9_999_999 }))).toBe('not_found');
    expect(await api.agents.record({ agent: AGENT })).toMatchObject({ rows: [], next: null });
  });

  it('pauses an agent, which then does not run, and resumes it', async () => {
    const api = setting.api();
    expect(await api.agents.pause({ agent: AGENT, reason: 'stocktake' })).toMatchObject([
      { agent: AGENT, storeId: null, reason: 'stocktake' },
    ]);
    const run = async () => {
      const stream = await api.agents.run({ storeId, agent: AGENT });
      for (let step = await stream.next(); !step.done; step = await stream.next());
    };
    expect(await codeOf(run())).toBe('agent_paused');
    expect(await api.agents.status({})).toMatchObject([{ paused: [{ storeId: null }] }]);
    expect(await api.agents.resume({ agent: AGENT })).toEqual([]);
  });

  it('ends one run that is under way, and only one that is', async () => {
    const api = setting.api();
    const stream = await api.agents.run({ storeId, agent: AGENT });
    const first = await stream.next();
    if (first.done) throw new Error('The run was over before it told of anything.');
    const { runId } = first.value;
    expect(await api.agents.cancelRun({ id: runId })).toMatchObject({
      id: runId,
      state: 'stopped',
      error: { code: 'cancelled' },
    });
    expect(await codeOf(api.agents.cancelRun({ id: runId }))).toBe('invalid_state');
    expect(await codeOf(api.agents.cancelRun({ id: 9_999_999 }))).toBe('not_found');
    await stream.return?.(undefined as never);
  });

  it('replays a store’s past, telling how far it is, and can be broken off', async () => {
    const api = setting.api();
    const stream = await api.agents.backtest({ agent: AGENT, storeId });
    let told = 0;
    let step = await stream.next();
    for (; !step.done; step = await stream.next()) told += 1;
    expect(told).toBeGreaterThan(0);
    const { gain, reason, products, weeks } = step.value;
    expect(products).toBeGreaterThan(0);
    expect(weeks).toBe(12);
    expect(gain === null).toBe(reason !== null);

    const abort = new AbortController();
    const broken = await api.agents.backtest({ agent: AGENT, storeId }, { signal: abort.signal });
    await broken.next();
    abort.abort();
    await broken.next().catch(() => null);
    await expect.poll(async () => (await api.system.status()).tasks.queued).toBe(0);
    expect(await codeOf(api.agents.backtest({ agent: 'nobody', storeId }))).toBe('not_found');
    expect(await codeOf(api.agents.backtest({ agent: AGENT, storeId: 'nowhere' }))).toBe('not_found');
  });

  it('sets how far agents may go, and tells beforehand what that lets through', async () => {
    const api = setting.api();
    const input = { agent: AGENT, type: TYPE, storeId, level: 'act' as const };
    const { total } = await api.actions.page({ storeId, types: [TYPE], states: ['proposed'] });
    expect(total).toBeGreaterThan(0);
    const within = await api.autonomy.preview({ ...input, limits: { perDay: 99 }, days: 30 });
    expect(within).toMatchObject({ proposals: total, letThrough: total });
    expect(within.list).toContainEqual(expect.objectContaining({ verdict: 'yes', rule: 'mode.act' }));
    const none = await api.autonomy.preview({ ...input, limits: { perDay: 0 }, days: 30 });
    expect(none.letThrough).toBe(0);
    expect(none.list).toContainEqual(expect.objectContaining({ verdict: 'no', rule: 'limit.per_day' }));
    expect(await api.autonomy.set({ ...input, level: 'observe' })).toMatchObject({
      level: 'observe',
      from: 'own',
    });
    expect(await api.autonomy.list({ storeId })).toMatchObject([{ level: 'observe', storeId }]);
    await api.autonomy.set({ ...input, level: 'propose', limits: {} });
    expect(await codeOf(api.autonomy.set({ ...input, type: 'none' }))).toBe('not_found');
  });

  it('knows the people, and who asks', async () => {
    const api = setting.api();
    const me = await api.people.me();
    expect(me).toMatchObject({ role: 'owner', may: null });
    expect(await api.people.set({ name: 'Zoë', role: 'helper', approvalLimit: 5_000 })).toMatchObject({
      name: 'Zoë',
      role: 'helper',
      approvalLimit: 5_000,
      you: false,
    });
    expect((await api.people.list()).map(({ name }) => name).sort()).toEqual(['Zoë', me.name].sort());
    const token = await api.access.createToken({ name: 'scanner', person: 'Zoë' });
    expect(await api.people.remove({ name: 'Zoë' })).toMatchObject({ name: 'Zoë' });
    expect((await api.access.list()).some(({ id }) => id === token.id)).toBe(false);
    expect(await codeOf(api.people.set({ name: me.name, role: 'helper' }))).toBe('invalid_state');
    // Cut through an emoji, as a field that counts UTF-16 units does.
    expect(await codeOf(api.people.set({ name: 'Zoë 🧺'.slice(0, -1), role: 'helper' }))).toBe(
      'invalid_input',
    );
    expect(await codeOf(api.access.invite({ person: 'nobody' }))).toBe('not_found');
  });

  it('tells what deserves a look, and what may interrupt', async () => {
    const api = setting.api();
    await api.stop.pull({ reason: 'smoke' });
    await expect
      .poll(async () => (await api.notifications.list({ unreadOnly: true })).notifications)
      .toMatchObject(expect.arrayContaining([expect.objectContaining({ kind: 'stop_pulled' })]));
    const { notifications } = await api.notifications.list({});
    expect(await api.notifications.read({ ids: notifications.map(({ id }) => id) })).toEqual({ unread: 0 });
    await api.stop.lift({});
    const kinds = { agent_failing: 'off' as const };
    const quiet = { from: '22:00', to: '07:00' };
    expect(await api.notifications.setPreferences({ kinds, quiet })).toMatchObject({ kinds, quiet });
    expect(await api.notifications.preferences()).toMatchObject({ kinds, quiet });
  });

  it('tries to connect a shop without keeping anything, and renames one', async () => {
    const api = setting.api();
    const shop = setting.shop();
    expect(await api.stores.check(shop)).toMatchObject({
      ok: false,
      shop: { connectedAs: storeId },
      steps: [{ state: 'ok' }, { state: 'ok' }, { state: 'ok' }, { step: 'shop', state: 'warn' }, {}],
    });
    const wrong = await api.stores.check({ ...shop, clientSecret: 'wrong' });
    expect(wrong.steps[2]).toMatchObject({
      state: 'failed',
      field: 'clientSecret',
      error: { code: 'credentials_invalid' },
    });
    expect((await api.stores.check({ ...shop, shop: 'my shop!' })).steps[0]).toMatchObject({ field: 'shop' });
    const scopes = await api.stores.scopes({ storeId });
    expect(scopes.find(({ scope }) => scope === 'read_orders')).toMatchObject({
      granted: true,
      group: 'reading',
    });
    expect(await api.stores.settings({ storeId, name: 'Flagship' })).toMatchObject({ name: 'Flagship' });
  });

  it('tells what is kept, exports it, and finds people', async () => {
    const api = setting.api();
    const storage = await api.data.storage();
    expect(storage.databases.map(({ name }) => name)).toEqual(['app', 'ledger', 'mirror']);
    const tables = await api.data.tables();
    expect(tables.map(({ name, storeId: of }) => [name, of])).toEqual([
      ['ledger', null],
      ['mirror', storeId],
    ]);
    const products = tables[1]!.tables.find(({ name }) => name === 'variants');
    expect(products!.rows).toBe((await api.counts({ storeId }))[0]!.variants);
    const stream = await api.data.export({ storeId, what: 'products' });
    let text = '';
    let step = await stream.next();
    for (; !step.done; step = await stream.next()) text += step.value.text;
    expect(step.value.rows).toBe((await api.stock.list({ storeId })).length);
    expect(text.split('\r\n')[0]).toBe(
      'Product Id,Variant Id,Title,Variant,URL handle,Vendor,Type,Status,SKU,Barcode,Price,Compare-at price,Cost per item',
    );
    expect(Array.isArray(await api.customers.find({ storeId, name: 'an' }))).toBe(true);
    expect(Array.isArray(await api.backup.list())).toBe(true);
  });

  it('says how everything fares', async () => {
    const api = setting.api();
    const health = await api.system.health();
    expect(health.parts.map(({ id }) => id)).toEqual([
      `shop:${storeId}`,
      'secrets',
      'disk',
      'record',
      'pool',
    ]);
    expect((await api.secrets.status()).state).toBe('ready');
    const { lines } = await api.system.logs({ limit: 5 });
    expect(lines).toHaveLength(5);
    const { text } = await api.system.diagnostics();
    expect(JSON.parse(text)).toMatchObject({ format: 1, state: health.state });
  });
}
