/** Tells the story again and again with processes that die in it, and holds the shop's journal against the wishes. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { differences } from '../../headless/demo/reconcile.ts';
import type { Truth } from '../../headless/demo/sandbox-process.ts';
import { idOf } from '../../sandbox/model.ts';
import { seedStores } from '../../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { bundledChild } from './bundled-child.ts';
import type { Life } from './child.ts';
import { type Ending, FOUND, type Plot, TAG } from './story.ts';

const UNITS = 7;
/** Mutations that must have had an effect, and how often: the price there and back, the goods, the tag, the count. */
const EFFECTS: Record<string, number> = {
  productVariantsBulkUpdate: 2,
  inventoryAdjustQuantities: 1,
  tagsAdd: 1,
  inventorySetQuantities: 1,
};

/** A shop of its own and a data folder, for one telling of the story. */
interface Scene {
  sandbox: Sandbox;
  plot: Plot;
  folder: string;
  /** As the shop had it before. */
  before: { price: string; available: number };
  close(): Promise<void>;
}

async function openScene(): Promise<Scene> {
  const sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: ['gbp'] }),
  });
  const { storeId, shop, clientId, clientSecret } = sandbox.shops[0]!;
  const folder = mkdtempSync(join(tmpdir(), 'royal-kill-'));
  const { documents } = sandbox;
  const [item] = [...documents.iterate(shop, 'InventoryItem')].filter(
    (candidate) => candidate.tracked && candidate.inventoryLevels.length > 0,
  );
  const variant = documents.get(shop, 'ProductVariant', item!.variant.id)!;
  const [order] = [...documents.iterate(shop, 'Order')];
  const level = item!.inventoryLevels[0]!;
  const minor = Math.round(Number(variant.price) * 100);
  return {
    sandbox,
    folder: join(folder, 'data'),
    before: { price: variant.price, available: level.quantities.available },
    plot: {
      storeId,
      shop,
      clientId,
      clientSecret,
      endpoint: sandbox.url,
      variantId: idOf(variant.id),
      inventoryItemId: idOf(item!.id),
      locationId: idOf(level.location.id),
      price: minor + 150,
      units: UNITS,
      orderId: idOf(order!.id),
    },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Kills from outside this long after the life has begun; absent: only by its own hand. */
async function spawnLife(script: string, life: Life, killAfterMs?: number): Promise<Ending | 'killed'> {
  const child = spawn(process.execPath, [script, JSON.stringify(life)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'royal-kill-compiled') },
  });
  let last = '';
  let complaint = '';
  let timer: NodeJS.Timeout | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'begun' && killAfterMs !== undefined)
      timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    last = line;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  clearTimeout(timer);
  if (signal === 'SIGKILL') return 'killed';
  if (code !== 0) throw new Error(`A life ended with ${code ?? signal}:\n${complaint}`);
  return JSON.parse(last) as Ending;
}

/** What is not as it should be at the end, in words; empty where all of it is. */
async function faultsOf(scene: Scene, ending: Ending): Promise<string[]> {
  const { sandbox, plot, before } = scene;
  const faults: string[] = [];
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      faults.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  };
  const effective = sandbox.journal
    .entries({ shop: plot.shop })
    .filter((entry) => entry.effective && !entry.mutation.startsWith('bulkOperation'));
  const counted: Record<string, number> = {};
  for (const { mutation } of effective) counted[mutation] = (counted[mutation] ?? 0) + 1;
  for (const mutation of new Set([...Object.keys(EFFECTS), ...Object.keys(counted)]))
    expect(`effective writes of ${mutation}`, counted[mutation] ?? 0, EFFECTS[mutation] ?? 0);

  const states = Object.fromEntries(
    ending.actions.map((action) => [action.undoes === null ? action.type : 'undo', action.state]),
  );
  expect('actions', ending.actions.length, 6);
  expect('states', [states['price.change'], states.undo], ['undone', 'verified']);
  for (const type of ['purchase_order.create', 'purchase_order.receive', 'order.tag', 'stock.count'])
    expect(`state of ${type}`, states[type], 'verified');
  expect(
    'purchase orders',
    ending.purchaseOrders.map(({ state, lines }) => [state, lines.map((line) => line.received)]),
    [['received', [UNITS]]],
  );
  expect('audit', ending.audit.ok, true);

  const { documents } = sandbox;
  const variant = documents.get(plot.shop, 'ProductVariant', plot.variantId)!;
  const item = documents.get(plot.shop, 'InventoryItem', plot.inventoryItemId)!;
  const order = documents.get(plot.shop, 'Order', plot.orderId)!;
  expect('price in the shop', variant.price, before.price);
  expect(
    'stock in the shop',
    item.inventoryLevels[0]!.quantities.available,
    before.available + UNITS + FOUND,
  );
  expect('tags in the shop', order.tags.filter((tag) => tag === TAG).length, 1);
  const response = await fetch(`${sandbox.url}/sandbox/truth?shop=${plot.shop}`);
  faults.push(...differences(ending.figures, (await response.json()) as Truth, 5));
  return faults;
}

interface EveryDeath {
  /** Boundaries died at, with how often. */
  died: Record<string, number>;
  /** Boundaries met by any life. */
  met: Set<string>;
  stories: number;
  faults: string[];
}

/**
 * Dies once at every boundary there is, life by life. A death may lead the next life past other boundaries, so the
 * story is told anew, in a new scene, until nobody dies in it.
 */
export async function dieEverywhere(
  options: { withoutIntents?: boolean; only?: string } = {},
): Promise<EveryDeath> {
  const notes = mkdtempSync(join(tmpdir(), 'royal-deaths-'));
  const register = join(notes, 'died.json');
  const met = join(notes, 'met.txt');
  const result: EveryDeath = { died: {}, met: new Set(), stories: 0, faults: [] };
  const child = await bundledChild();
  try {
    for (let deaths = 1; deaths > 0; ) {
      deaths = 0;
      const scene = await openScene();
      try {
        const { folder, plot } = scene;
        const { only, withoutIntents } = options;
        for (;;) {
          const life: Life = {
            folder,
            plot,
            met,
            withoutIntents,
            death: { how: 'everywhere', register, only },
          };
          const ending = await spawnLife(child.script, life);
          if (ending === 'killed') deaths += 1;
          else {
            result.faults.push(...(await faultsOf(scene, ending)));
            break;
          }
          if (deaths > MOST_DEATHS) throw new Error(`The story did not come to its end in ${deaths} lives.`);
        }
      } finally {
        await scene.close();
      }
      result.stories += 1;
    }
    if (existsSync(register))
      result.died = JSON.parse(readFileSync(register, 'utf8')) as Record<string, number>;
    for (const boundary of readFileSync(met, 'utf8').split('\n')) if (boundary) result.met.add(boundary);
    return result;
  } finally {
    child.remove();
    rmSync(notes, { recursive: true, force: true });
  }
}

const MOST_DEATHS = 500;

interface RandomKills {
  kills: number;
  stories: number;
  seconds: number;
  /** Of all stories, each with the seed that repeats its kills at boundaries. */
  faults: string[];
}

/** Tells stories until that many processes were killed: one half at a random boundary, the other at a random moment. */
export async function killAtRandom(times: number, seed: number, atOnce = 2): Promise<RandomKills> {
  const begun = performance.now();
  const result: RandomKills = { kills: 0, stories: 0, seconds: 0, faults: [] };
  const child = await bundledChild();
  let next = seed;
  const tellOne = async (): Promise<void> => {
    const mine = next++;
    const random = randomFrom(mine);
    const scene = await openScene();
    try {
      for (let life = 0; ; life++) {
        const byHand = random() < 0.5;
        const last = life >= LIVES || result.kills >= times;
        const boundary = 1 + Math.floor(random() * 40);
        const ending = await spawnLife(
          child.script,
          {
            folder: scene.folder,
            plot: scene.plot,
            death: last || !byHand ? { how: 'not' } : { how: 'at', boundary },
          },
          last || byHand ? undefined : Math.floor(random() * 900),
        );
        if (ending === 'killed') {
          result.kills += 1;
          continue;
        }
        result.faults.push(...(await faultsOf(scene, ending)).map((fault) => `story ${mine}: ${fault}`));
        result.stories += 1;
        return;
      }
    } catch (error) {
      result.faults.push(`story ${mine}: ${error instanceof Error ? error.message : String(error)}`);
      result.stories += 1;
    } finally {
      await scene.close();
    }
  };
  try {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (result.kills < times && result.faults.length < 20) await tellOne();
      }),
    );
  } finally {
    child.remove();
  }
  result.seconds = (performance.now() - begun) / 1000;
  return result;
}

/** After so many deaths a story is let come to its end. */
const LIVES = 10;

/** The same numbers for the same seed, from 0 to below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
