/** A sandbox shop synced over real HTTP into a mirror, for tests that compare the two. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShopifyClient } from '../core/connectors/shopify/client.ts';
import { type Mirror, openMirror } from '../core/mirror/mirror.ts';
import { createSync } from '../core/sync/sync.ts';
import type { Sync } from '../core/sync/types.ts';
import type { ShopAccess } from '../sandbox/http/control.ts';
import type { Sandbox } from '../sandbox/server.ts';
import type { Truth, TruthDay, TruthVariantDay } from '../sandbox/truth.ts';
import { formatDay } from '../shared/time.ts';

export interface Mirrored {
  mirror: Mirror;
  sync: Sync;
  close(): void;
}

/** Connects with client credentials; nothing is synced yet. */
export function mirrorOf(sandbox: Sandbox, access: ShopAccess, clock: () => number = Date.now): Mirrored {
  const folder = mkdtempSync(join(tmpdir(), 'royal-mirrored-'));
  const mirror = openMirror(join(folder, 'mirror.db'), {
    storeId: access.storeId,
    dataKey: Buffer.alloc(32, 5),
    now: clock,
  });
  const client = createShopifyClient({
    shop: access.shop,
    endpoint: sandbox.url,
    credentials: {
      kind: 'client_credentials',
      clientId: access.clientId,
      clientSecret: access.clientSecret,
    },
    clock,
  });
  const sync = createSync({ storeId: access.storeId, mirror, client, folder, clock, emit: () => {} });
  return {
    mirror,
    sync,
    close() {
      client.close();
      mirror.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function truthFrom(sandbox: Sandbox, shop: string): Promise<Truth> {
  const response = await fetch(`${sandbox.url}/sandbox/truth?shop=${shop}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Truth;
}

/** The mirror's days in the form of the sandbox's truth; days of nothing are left out there, so here too. */
export function daysOf(mirror: Mirror): TruthDay[] {
  return mirror
    .figures()
    .days.map(({ day, ...figures }) => ({ day: formatDay(day), ...figures }))
    .filter(({ day: _, ...figures }) => Object.values(figures).some((figure) => figure !== 0));
}

export function variantDaysOf(mirror: Mirror): TruthVariantDay[] {
  return mirror
    .figures()
    .variantDays.map(({ variantId, day, units, returnedRestocked, returnedLost, net }) => ({
      variantId,
      day: formatDay(day),
      units,
      returnedRestocked,
      returnedLost,
      net,
    }))
    .filter(
      ({ units, returnedRestocked, returnedLost, net }) => units || returnedRestocked || returnedLost || net,
    )
    .sort((a, b) => a.variantId - b.variantId || a.day.localeCompare(b.day));
}
