/** Where webhook deliveries come in: verified with the secret of the store's app, then hints to its sync. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreId } from '../shared/action.ts';
import { RoyalError, toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import { readCredentials } from './connectors/shopify/credentials.ts';
import {
  verifyWebhook,
  type WebhookHeaders,
  WebhookInbox,
  type WebhookOutcome,
} from './connectors/shopify/webhooks.ts';
import type { SecretResolver } from './secrets/secret-resolver.ts';
import type { StoreRuntime } from './store-runtime.ts';
import type { Stores } from './stores.ts';
import type { Log } from './telemetry/log.ts';

/** Hints are gathered for so long: a shop that is edited in bulk sends hundreds of deliveries at once. */
const GATHER_MS = 1_000;

interface Desk {
  inbox: WebhookInbox;
  secret: Promise<string>;
}

export interface WebhooksOptions {
  stores: Stores;
  secrets: SecretResolver;
  clock: () => EpochMs;
  log: Log;
  /** Fires when the program ends. */
  signal: AbortSignal;
}

export class Webhooks {
  readonly #options: WebhooksOptions;
  /** Each goes with its store: one that is added again has another secret. */
  readonly #desks = new WeakMap<StoreRuntime, Desk>();
  readonly #gathering = new WeakSet<StoreRuntime>();

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /**
   * Answers before anything is fetched; what was hinted at follows within seconds. Throws not_found for an unknown
   * store, credentials_invalid for a delivery that is forged or another shop's, invalid_state where the store has no
   * secret to verify with.
   */
  async accept(storeId: StoreId, headers: WebhookHeaders, rawBody: Uint8Array): Promise<WebhookOutcome> {
    const store = this.#options.stores.get(storeId);
    const desk = this.#deskOf(store);
    const delivery = verifyWebhook(rawBody, headers, await desk.secret);
    if (delivery === null || delivery.shop.toLowerCase() !== store.row.shopDomain)
      throw new RoyalError({
        code: 'credentials_invalid',
        message: `This delivery is not signed by the app of ${storeId}, or is another shop's.`,
        next: 'Pass on the body as it came, byte by byte, and all X-Shopify headers.',
      });
    return desk.inbox.receive(delivery);
  }

  #deskOf(store: StoreRuntime): Desk {
    const known = this.#desks.get(store);
    if (known) return known;
    const desk: Desk = {
      inbox: new WebhookInbox({
        clock: this.#options.clock,
        onHint: (hint) => {
          store.sync.hint(hint);
          void this.#take(store);
        },
      }),
      secret: this.#secretOf(store),
    };
    // A keychain that was locked may be open the next time.
    desk.secret.catch(() => this.#desks.delete(store));
    this.#desks.set(store, desk);
    return desk;
  }

  async #secretOf({ row }: StoreRuntime): Promise<string> {
    const kept = await this.#options.secrets.get(`store.${row.id}.credentials`);
    const credentials = kept && readCredentials(row.id, kept);
    if (credentials?.kind === 'client_credentials') return credentials.clientSecret;
    throw new RoyalError({
      code: 'invalid_state',
      message: `${row.id} is connected by an admin token: there is no secret to verify its webhooks with.`,
      next: 'Remove the store and add it with the client id and secret of your app.',
    });
  }

  async #take(store: StoreRuntime): Promise<void> {
    const { log, signal, stores } = this.#options;
    if (this.#gathering.has(store)) return;
    this.#gathering.add(store);
    try {
      await delay(GATHER_MS, undefined, { signal });
    } catch {
      return;
    } finally {
      this.#gathering.delete(store);
    }
    // Before its first load there is nothing to freshen: that ends with what changed meanwhile.
    if (!stores.open().includes(store) || !store.sync.status().firstLoadDone) return;
    try {
      await stores.takeHints(store);
    } catch (error) {
      log.warn(
        { store: store.info.id, error: toErrorData(error) },
        'hints not taken; the next sync sees to it',
      );
    }
  }
}
