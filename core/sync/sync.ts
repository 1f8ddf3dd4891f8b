/** One store's sync: what to fetch when. Every position is kept in the mirror, so any step can be killed and taken up. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import { toGid } from '../../shared/gid.ts';
import { DAY_MS, type EpochMs } from '../../shared/time.ts';
import { withFilter } from '../connectors/shopify/bulk.ts';
import { INVENTORY_BY_IDS, LOCATIONS_PAGE } from '../connectors/shopify/documents.ts';
import { mapLocation, mapShop } from '../connectors/shopify/map.ts';
import type { ShopCheck } from '../connectors/shopify/types.ts';
import type { WebhookHint } from '../connectors/shopify/webhooks.ts';
import { faultPoint } from '../fault-point.ts';
import type { BulkKind } from '../mirror/ingest.ts';
import { cancelled } from '../resilience/policy.ts';
import { abandonLoad, forgetLoad, loadedSince, loadInBulk } from './bulk-load.ts';
import { type Connection, completeInventory, type Node } from './complete.ts';
import { breathe, KEYS, type SyncContext } from './context.ts';
import { loadOrderDetails } from './details.ts';
import { KINDS, type KindSpec, kindSpec } from './kinds.ts';
import { type Position, pagesSince, updatedSince } from './pages.ts';
import { ProgressTeller } from './progress.ts';
import { reconcileIds } from './reconcile.ts';
import type { Sync, SyncOptions, SyncPhase, SyncResult, SyncStatus } from './types.ts';

/** Shopify's index may lag behind its answers, so a little is read again each time. */
const OVERLAP_MS = 10 * 60_000;
/** Above so many items a bulk operation is cheaper than pages. */
const PAGED_STOCK = 500;
const HINTS_AT_ONCE = 20;

type Counts = Partial<Record<SyncPhase, number>>;

export function createSync(options: SyncOptions): Sync {
  const { mirror, client, storeId, clock } = options;
  const signal = options.signal ?? new AbortController().signal;
  const log = options.log ?? (() => {});
  const progress = new ProgressTeller(storeId, options.emit);
  const hints = new Map<string, WebhookHint>();
  let check: ShopCheck | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let running = 0;
  let error: SyncStatus['error'] = null;

  /** One at a time, in order of call; keeps what went wrong for status(). */
  const inTurn = <T>(work: (context: SyncContext) => Promise<T>): Promise<T> => {
    const mine = turn.then(async () => {
      running += 1;
      try {
        if (signal.aborted) throw cancelled();
        const result = await work(await connect());
        error = null;
        return result;
      } catch (thrown) {
        error = toErrorData(thrown);
        throw thrown;
      } finally {
        running -= 1;
      }
    });
    turn = mine.catch(() => {});
    return mine;
  };

  /** Who is it, may we, and is it the shop this mirror is of? */
  const connect = async (): Promise<SyncContext> => {
    progress.tell('connect', 0, 1);
    check = await client.verify(signal);
    if (check.missing.length > 0) throw scopesMissing(check.missing);
    const shop = mapShop(check.node);
    const known = mirror.shop();
    if (known && known.id !== shop.id) {
      throw new RoyalError({
        code: 'invalid_state',
        message: `This store’s mirror is of ${known.shopDomain}, but ${shop.shopDomain} answers.`,
        next: 'Add the other shop as a store of its own: `royal store add`.',
      });
    }
    mirror.setShop(shop);
    mirror.setHistoryLimited(check.limitedHistory);
    progress.tell('connect', 1, 1);
    return { mirror, client, bulkFolder: join(options.folder, 'bulk'), shop, progress, signal, clock, log };
  };

  const first = async (context: SyncContext): Promise<SyncResult> => {
    const begun = performance.now();
    const watermark = clock();
    const counts: Counts = { locations: await loadLocations(context) };
    faultPoint('sync.locations_taken');
    for (const [kind, count] of await loadInBulk(context, KINDS)) counts[kindSpec(kind).phase] = count;
    for (const { kind } of KINDS) {
      const load = loadedSince(context, kind);
      const newest = load?.startedAt ?? positionOf(context, kind)?.newest ?? null;
      if (newest !== null) mirror.setProgress(KEYS.since(kind), String(newest));
      mirror.setProgress(KEYS.page(kind), null);
    }
    faultPoint('sync.positions_kept');
    counts.order_details = await loadOrderDetails(context);
    faultPoint('sync.details_complete');
    mirror.setProgress(KEYS.firstLoad, '1');
    faultPoint('sync.first_load_done');
    for (const { kind } of KINDS) forgetLoad(context, kind);
    await options.onStock?.();
    await options.onTaken?.();
    return finish('first', counts, begun, watermark);
  };

  const increment = async (context: SyncContext): Promise<SyncResult> => {
    const begun = performance.now();
    const watermark = clock();
    const counts: Counts = { locations: await loadLocations(context) };
    for (const spec of KINDS) counts[spec.phase] = await loadChanges(context, spec);
    counts.order_details = await loadOrderDetails(context);
    await options.onTaken?.();
    return finish('increment', counts, begun, watermark);
  };

  const finish = (
    kind: SyncResult['kind'],
    counts: Counts,
    begun: number,
    watermark: EpochMs,
  ): SyncResult => {
    faultPoint('sync.before_mark');
    mirror.markSynced(watermark);
    faultPoint('sync.marked');
    progress.tell('done', 1, 1);
    return { kind, counts, seconds: (performance.now() - begun) / 1000, watermark };
  };

  const pollStock = async (context: SyncContext): Promise<number> => {
    const spec = kindSpec('inventory');
    let count = 0;
    if (mirror.countOf('variants') > PAGED_STOCK) {
      const counts = await loadInBulk(context, [spec], () => 'stock');
      forgetLoad(context, 'stock');
      count = counts.get('inventory') ?? 0;
    } else {
      for await (const { nodes } of pagesSince(client, spec, null, null, signal)) {
        spec.take(mirror, nodes, context.shop);
        faultPoint('sync.stock_taken');
        count += nodes.length;
        progress.tell('inventory', count);
      }
    }
    await options.onStock?.();
    return count;
  };

  const isFirstLoadDone = () => mirror.getProgress(KEYS.firstLoad) === '1';

  return {
    first: () => inTurn(first),
    increment: () => inTurn(increment),
    pollStock: () => inTurn(pollStock),
    reconcile: () =>
      inTurn(async (context) => ({ removed: await reconcileIds(context, check!.limitedHistory) })),
    run: ({ full = false } = {}) =>
      inTurn(async (context) => {
        if (full) {
          mirror.setProgress(KEYS.firstLoad, null);
          for (const { kind } of KINDS) await abandonLoad(context, kind);
        }
        if (!isFirstLoadDone()) {
          const loaded = await first(context);
          // What changed while the shop wrote its files.
          const { counts } = await increment(context);
          await rm(context.bulkFolder, { recursive: true, force: true });
          return { ...loaded, counts: added(loaded.counts, counts) };
        }
        const result = await increment(context);
        result.counts.inventory = await pollStock(context);
        const reconciledAt = Number(mirror.getProgress(KEYS.reconciled) ?? 0);
        if (clock() - reconciledAt >= DAY_MS) await reconcileIds(context, check!.limitedHistory);
        progress.tell('done', 1, 1);
        return result;
      }),
    hint(hint) {
      hints.set(`${hint.kind}:${hint.id}`, hint);
    },
    takeHints: () => inTurn((context) => takeHints(context, hints)),
    status: () => {
      const since = KINDS.map(({ kind }) => mirror.getProgress(KEYS.since(kind)));
      return {
        running: running > 0,
        firstLoadDone: isFirstLoadDone(),
        watermark: since.some((at) => at === null) ? null : Math.min(...since.map(Number)),
        limitedHistory: check?.limitedHistory ?? mirror.reader().history().limited,
        last: progress.last,
        error,
      };
    },
  };
}

/** Everything of a kind since its watermark, which moves on after the last page only. Returns how many. */
async function loadChanges(context: SyncContext, spec: KindSpec): Promise<number> {
  const { mirror } = context;
  const since = mirror.getProgress(KEYS.since(spec.kind));
  const from = since === null ? null : Number(since) - OVERLAP_MS;
  context.progress.tell(spec.phase, 0);
  let count: number;
  let newest: EpochMs | null;
  try {
    ({ count, newest } = await walkChanges(context, spec, from));
  } catch (error) {
    const tooMany = error instanceof RoyalError && error.code === 'data_cut_off';
    if (!tooMany || from === null) throw error;
    const filtered = { ...spec, bulk: withFilter(spec.bulk, updatedSince(from)) };
    count = (await loadInBulk(context, [filtered])).get(spec.kind) ?? 0;
    newest = loadedSince(context, spec.kind)?.startedAt ?? null;
    forgetLoad(context, spec.kind);
  }
  if (newest !== null && newest > Number(since ?? 0)) {
    mirror.setProgress(KEYS.since(spec.kind), String(newest));
  }
  mirror.setProgress(KEYS.page(spec.kind), null);
  return count;
}

async function walkChanges(
  context: SyncContext,
  spec: KindSpec,
  from: EpochMs | null,
): Promise<{ count: number; newest: EpochMs | null }> {
  const { mirror, client, shop, progress, signal } = context;
  let count = 0;
  let newest: EpochMs | null = null;
  for await (const page of pagesSince(client, spec, from, positionOf(context, spec.kind), signal)) {
    const mark = { key: KEYS.page(spec.kind), value: JSON.stringify(page.position) };
    spec.take(mirror, page.nodes, shop, mark);
    faultPoint('sync.page_taken');
    count += page.nodes.length;
    newest = page.position.newest;
    progress.tell(spec.phase, count);
    await breathe();
  }
  return { count, newest };
}

function positionOf(context: SyncContext, kind: BulkKind): Position | null {
  const saved = context.mirror.getProgress(KEYS.page(kind));
  return saved === null ? null : (JSON.parse(saved) as Position);
}

async function loadLocations({ mirror, client, progress, signal }: SyncContext): Promise<number> {
  let after: string | null = null;
  let count = 0;
  do {
    const answer: { locations: Connection } = await client.request(
      LOCATIONS_PAGE,
      { first: 50, after },
      { signal },
    );
    mirror.upsertLocations(answer.locations.nodes.map((node) => mapLocation(node)));
    count += answer.locations.nodes.length;
    progress.tell('locations', count);
    after = answer.locations.pageInfo.hasNextPage ? answer.locations.pageInfo.endCursor : null;
  } while (after !== null);
  return count;
}

const HINTED: Record<WebhookHint['kind'], BulkKind> = {
  order: 'orders',
  product: 'products',
  inventory_item: 'inventory',
  customer: 'customers',
  fulfillment_order: 'fulfillmentOrders',
};

/** Fetches what was hinted at; a hint is dropped once its object is in the mirror. */
async function takeHints(context: SyncContext, hints: Map<string, WebhookHint>): Promise<number> {
  const { mirror, client, shop, signal } = context;
  let count = 0;
  for (const kind of Object.keys(HINTED) as WebhookHint['kind'][]) {
    const spec = kindSpec(HINTED[kind]);
    const wanted = [...hints].filter(([, hint]) => hint.kind === kind);
    for (let at = 0; at < wanted.length; at += HINTS_AT_ONCE) {
      const some = wanted.slice(at, at + HINTS_AT_ONCE);
      const ids = some.map(([, hint]) => hint.id);
      let nodes: Node[];
      if (spec.sorted) {
        const query = ids.map((id) => `id:${id}`).join(' OR ');
        const variables = { first: HINTS_AT_ONCE, after: null, query };
        const answer = await client.request<Record<string, Connection>>(spec.page, variables, { signal });
        nodes = answer[spec.root]!.nodes;
        await spec.complete?.(client, nodes, signal);
      } else {
        const gids = ids.map((id) => toGid('InventoryItem', id));
        const variables = { ids: gids, after: null };
        const answer = await client.request<{ nodes: (Node | null)[] }>(INVENTORY_BY_IDS, variables, {
          signal,
        });
        nodes = answer.nodes.filter((node): node is Node => node !== null);
        await completeInventory(client, nodes, signal);
      }
      spec.take(mirror, nodes, shop);
      for (const [key, hint] of some) if (hints.get(key) === hint) hints.delete(key);
      count += nodes.length;
    }
  }
  await loadOrderDetails(context);
  return count;
}

function added(a: Counts, b: Counts): Counts {
  const sum: Counts = { ...a };
  for (const [phase, count] of Object.entries(b) as [SyncPhase, number][]) {
    sum[phase] = (sum[phase] ?? 0) + count;
  }
  return sum;
}

function scopesMissing(missing: readonly string[]): RoyalError {
  return new RoyalError({
    code: 'scope_missing',
    message: `The app lacks ${missing.join(', ')}: the mirror would have holes.`,
    next: 'Add them in dev.shopify.com: your app, Versions, new version, Scopes; release it and approve it in the store.',
    details: { scopes: [...missing] },
  });
}
