/**
 * `sync`: pages read for minutes on end, from a sandbox in a process of its own into a mirror. Nothing may be
 * throttled and at least 90% of the points that came back must be used, by the sandbox's own count.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createShopifyClient } from '../core/connectors/shopify/client.ts';
import { mapShop } from '../core/connectors/shopify/map.ts';
import { openMirror } from '../core/mirror/mirror.ts';
import { loadOrderDetails } from '../core/sync/details.ts';
import { KINDS } from '../core/sync/kinds.ts';
import { pagesSince } from '../core/sync/pages.ts';
import { ProgressTeller } from '../core/sync/progress.ts';
import { type Bench, numberOption, rounded } from './bench.ts';

interface Access {
  storeId: string;
  shop: string;
  clientId: string;
  clientSecret: string;
}

interface Count {
  requests: number;
  throttled: number;
  pointsSpent: number;
  pointsOverflowed: number;
  restoreRate: number;
  available: number;
}

const TARGET = 0.9;

/** Options: `minutes` (5), `plan` of the sandbox's shop ("basic": 100 points a second). */
export const run: Bench = async (options) => {
  const minutes = numberOption(options, 'minutes', 5);
  const plan = String(options?.plan ?? 'basic');
  const folder = mkdtempSync(join(tmpdir(), 'royal-sync-'));
  const sandbox = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../sandbox/main.js', import.meta.url)),
      '--json',
      '--plan',
      plan,
      '--scale',
      '0.2',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = (await once(createInterface({ input: sandbox.stdout }), 'line')) as [string];
    const { url, shops } = JSON.parse(line) as { url: string; shops: Access[] };
    return await measure(url, shops[0]!, join(folder, 'mirror.db'), minutes * 60_000, plan);
  } finally {
    sandbox.kill();
    await once(sandbox, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(url: string, access: Access, file: string, ms: number, plan: string) {
  const { signal } = new AbortController();
  const client = createShopifyClient({
    shop: access.shop,
    endpoint: url,
    credentials: { kind: 'client_credentials', ...access },
    clock: Date.now,
  });
  const mirror = openMirror(file, { storeId: access.storeId, dataKey: Buffer.alloc(32, 7) });
  try {
    const shop = mapShop((await client.verify()).node);
    mirror.setShop(shop);
    const context = {
      mirror,
      client,
      shop,
      signal,
      bulkFolder: join(file, '..', 'bulk'),
      progress: new ProgressTeller(access.storeId, () => {}),
      clock: Date.now,
      log: () => {},
    };
    /** Walks everything again and again until the time is over. */
    const readUntil = async (isOver: () => boolean): Promise<number> => {
      let objects = 0;
      while (!isOver()) {
        for (const spec of KINDS) {
          for await (const { nodes } of pagesSince(client, spec, null, null, signal)) {
            spec.take(mirror, nodes, shop);
            objects += nodes.length;
            if (isOver()) return objects;
          }
          if (spec.kind === 'orders') objects += await loadOrderDetails(context);
        }
      }
      return objects;
    };
    // The bucket starts full; counting begins once it is used up, so that only what comes back is measured.
    await readUntil(() => {
      const { bucket } = client.state();
      return bucket !== null && bucket.available < bucket.maximum / 3;
    });
    const warmUp = await count(url, access.shop);
    const before = await count(url, access.shop, 'DELETE');
    const begun = performance.now();
    const objects = await readUntil(() => performance.now() >= begun + ms);
    const counted = await count(url, access.shop);
    const seconds = (performance.now() - begun) / 1000;
    const throttled = warmUp.throttled + counted.throttled;
    // What was left in the bucket at the beginning and is gone at the end did not come back in this time.
    const leftOver = Math.max(0, before.available - counted.available);
    const utilisation = (counted.pointsSpent - leftOver) / (counted.restoreRate * seconds);
    return {
      name: 'sync',
      pass: throttled === 0 && utilisation >= TARGET,
      throttled,
      utilisation: rounded(utilisation),
      seconds: Math.round(seconds),
      plan,
      requests: counted.requests,
      pointsSpent: Math.round(counted.pointsSpent),
      pointsOverflowed: Math.round(counted.pointsOverflowed),
      objects,
    };
  } finally {
    client.close();
    mirror.close();
  }
}

/** The sandbox's count; DELETE begins it anew and answers with the new one. */
async function count(url: string, shop: string, method: 'GET' | 'DELETE' = 'GET'): Promise<Count> {
  const answer = await fetch(`${url}/sandbox/cost`, { method });
  const { shops } = (await answer.json()) as { shops: Record<string, Count> };
  return shops[shop]!;
}
