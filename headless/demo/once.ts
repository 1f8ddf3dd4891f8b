/** `demo --once`: the whole path once, from a first load to an undone price, held against the sandbox's own books. */
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { Counts } from '../../shared/contract/schemas.ts';
import { grouped } from '../../shared/counted.ts';
import { differences } from './reconcile.ts';
import type { ReplayedLines, SandboxProcess } from './sandbox-process.ts';
import { addStores, changePrice, choosePurchaseOrder, receiveGoods, runAgents, syncAll } from './script.ts';

export interface OnceResult {
  counts: Counts;
  /** Wall time of each part, and of all. */
  seconds: Record<string, number>;
  /** Series whose forecast was tested on their past, and the mean errors, weighted by series. */
  forecast: { series: number; mase: number | null; naiveMase: number | null };
  actions: { id: number; agent: string | null; type: string; state: string }[];
  /** Writes that changed a shop, by the sandbox's journal and by what was approved. */
  journal: { effectiveWrites: number; expectedWrites: number };
  reconciled: boolean;
  /** The first of what does not agree. */
  differences: string[];
  audit: string;
  /** With --replay: what became of every line of the CSVs. */
  replayed?: NonNullable<ReplayedLines>;
}

export interface OnceOutcome {
  result: OnceResult;
  passed: boolean;
}

/** `tell` hears what happens, in words. Action types that change the shop write once each. */
export async function runOnce(
  client: RoyalClient,
  sandbox: SandboxProcess,
  startedAt: number,
  tell: (text: string) => void,
): Promise<OnceOutcome> {
  const seconds: Record<string, number> = { sandbox: since(startedAt) };
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      seconds[name] = since(began);
    }
  };

  await sandbox.pause();
  await timed('connect', () => addStores(client, sandbox));
  await timed('sync', () =>
    syncAll(client, ({ storeId, text, done }) => tell(`${storeId}: ${text} ${grouped(done)}`)),
  );
  const runs = await timed('agents', () =>
    runAgents(client, ({ storeId, text, done, total }) => tell(`${storeId}: ${text} ${done} of ${total}`)),
  );
  const failed = runs.find((run) => run.error !== null);
  if (failed?.error) tell(`${failed.agent} in ${failed.storeId}: ${failed.error.message}`);

  const { order, price, receipt, undo } = await timed('actions', async () => {
    const order = await client.actions.approve({ id: (await choosePurchaseOrder(client)).id });
    tell(`${order.title}: ${order.state}`);
    const price = await changePrice(client, order.storeId);
    tell(`${price.title}: ${price.state}`);
    const receipt = await receiveGoods(client, order);
    tell(`${receipt.title}: ${receipt.state}`);
    const undo = await client.actions.undo({ id: price.id });
    tell(`${undo.title}: ${undo.state}`);
    return { order, price, receipt, undo };
  });

  await timed('increment', () => syncAll(client));
  const found = await timed('reconcile', async () => {
    const all: string[] = [];
    for (const { storeId, shop } of sandbox.shops) {
      const [mirror, truth] = await Promise.all([client.figures({ storeId }), sandbox.truth(shop)]);
      if (truth.counts.orders === 0)
        all.push(`${storeId}: the shop has no order, so nothing is shown by this`);
      all.push(...differences(mirror, truth).map((text) => `${storeId}: ${text}`));
    }
    return all;
  });
  const [audit, countRows, forecasts, actions, entries, replayed] = await timed('audit', () =>
    Promise.all([
      client.audit.verify(),
      client.counts({}),
      client.forecasts.summary({}),
      client.actions.list({ limit: 10_000 }),
      sandbox.journal(),
      sandbox.replayed(),
    ]),
  );
  seconds.total = since(startedAt);

  const effectiveWrites = entries.filter((entry) => entry.effective).length;
  const expectedWrites = [price, receipt, undo].length;
  const after = new Map(actions.map((action) => [action.id, action]));
  const done = [order, receipt, undo].every(({ id }) => after.get(id)?.state === 'verified');
  const undone = after.get(price.id)?.state === 'undone';
  const result: OnceResult = {
    counts: sum(countRows),
    seconds,
    forecast: pooled(forecasts),
    actions: actions
      .map(({ id, agent, type, state }) => ({ id, agent, type, state }))
      .sort((a, b) => a.id - b.id),
    journal: { effectiveWrites, expectedWrites },
    reconciled: found.length === 0,
    differences: found.slice(0, 20),
    audit: audit.ok ? 'ok' : audit.text,
    ...(replayed && { replayed }),
  };
  const accounted =
    !replayed || Object.values(replayed.lines).reduce((sum, lines) => sum + lines, 0) === replayed.total;
  const passed =
    result.reconciled &&
    audit.ok &&
    effectiveWrites === expectedWrites &&
    done &&
    undone &&
    accounted &&
    !failed;
  return { result, passed };
}

function since(began: number): number {
  return Math.round(performance.now() - began) / 1000;
}

function sum(rows: readonly Counts[]): Counts {
  const total: Counts = { products: 0, variants: 0, orders: 0, lines: 0, customers: 0 };
  for (const row of rows) for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += row[name];
  return total;
}

function pooled(
  rows: readonly { series: number; mase: number | null; naiveMase: number | null }[],
): OnceResult['forecast'] {
  const tested = rows.filter((row) => row.mase !== null && row.naiveMase !== null && row.series > 0);
  const series = tested.reduce((total, row) => total + row.series, 0);
  if (series === 0) return { series: 0, mase: null, naiveMase: null };
  const mean = (pick: (row: (typeof tested)[number]) => number): number =>
    Math.round((1000 * tested.reduce((total, row) => total + pick(row) * row.series, 0)) / series) / 1000;
  return { series, mase: mean((row) => row.mase!), naiveMase: mean((row) => row.naiveMase!) };
}
