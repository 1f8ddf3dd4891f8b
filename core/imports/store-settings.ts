/** The store that files are imported into: found, or made without a shop; and what its currency and zone are. */
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type Currency, currencyDigits, NO_CURRENCY } from '../../shared/money.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import type { Stores } from '../stores.ts';
import type { Look } from './look.ts';
import type { ImportRequest } from './request.ts';

export interface Settings {
  /** null where it is yet to be made. */
  store: StoreRuntime | null;
  currency: Currency;
  zone: string;
}

/** The store as an import would take it. Throws invalid_input where a setting is unknown or contradicts the store. */
export function settingsOf(
  stores: Stores,
  request: ImportRequest,
  looks: readonly Pick<Look, 'currency'>[],
): Settings {
  const { storeId, zone } = request;
  const currency = request.currency?.toUpperCase();
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency))
    throw invalid(`${JSON.stringify(request.currency)} is no ISO 4217 currency.`, 'Write it as in USD.');
  if (zone !== undefined && !isZone(zone))
    throw invalid(`${JSON.stringify(zone)} is no time zone.`, 'Write it as in Europe/Istanbul.');
  const ofOrders = looks.map((look) => look.currency).find((one) => one !== null) ?? undefined;
  const found = stores.rows().some((row) => row.id === storeId) ? stores.get(storeId) : null;
  if (!found)
    return { store: null, currency: currency ?? ofOrders ?? NO_CURRENCY, zone: zone ?? machineZone() };
  const shop = found.mirror.shop()!;
  if (isConnected(found)) {
    if ((currency ?? shop.currency) !== shop.currency || (zone ?? shop.zone) !== shop.zone)
      throw invalid(
        `${storeId} is connected: its shop says ${shop.currency} and ${shop.zone}.`,
        'Leave --currency and --zone out.',
      );
    return { store: found, currency: shop.currency, zone: shop.zone };
  }
  const next = {
    store: found,
    currency: currency ?? (shop.currency === NO_CURRENCY ? ofOrders : undefined) ?? shop.currency,
    zone: zone ?? shop.zone,
  };
  if (next.currency === shop.currency && next.zone === shop.zone) return next;
  const isRead = found.mirror.countOf('products') + found.mirror.countOf('orders') > 0;
  const digits = currencyDigits(next.currency) !== currencyDigits(shop.currency);
  if (next.currency !== shop.currency && isRead && (shop.currency !== NO_CURRENCY || digits))
    throw invalid(
      `The amounts of ${storeId} were read as ${shop.currency}.`,
      `Import into another store, or remove this one with \`royal store remove ${storeId}\` and import its files with --currency ${next.currency}.`,
    );
  return next;
}

/** Found or made, with its currency and zone as settingsOf says; throws what that throws. */
export async function storeSettings(
  stores: Stores,
  request: ImportRequest,
  looks: readonly Look[],
  actor: Actor,
): Promise<StoreRuntime> {
  const { store, currency, zone } = settingsOf(stores, request, looks);
  if (!store) return await stores.addImported(request.storeId, { currency, zone, name: request.name }, actor);
  const shop = store.mirror.shop()!;
  if (shop.currency !== currency || shop.zone !== zone) store.mirror.setShop({ ...shop, currency, zone });
  return store;
}

function invalid(message: string, next: string): RoyalError {
  return new RoyalError({ code: 'invalid_input', message, next });
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
