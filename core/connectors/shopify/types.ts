/** How a shop is reached and what is known of the connection: the public types of the Shopify connector. */
import type { EpochMs } from '../../../shared/time.ts';
import type { PolicyState } from '../../resilience/policy.ts';
import type { ShopClient } from '../shop-client.ts';

export type ShopCredentials =
  | { kind: 'client_credentials'; clientId: string; clientSecret: string }
  | { kind: 'admin_token'; token: string };

/** One line for the log: an event's name and plain facts, never a token or a person. */
export type ConnectorLog = (event: string, facts: Record<string, unknown>) => void;

export interface ShopifyClientOptions {
  /** "my-shop", "my-shop.myshopify.com" or the address of its admin. */
  shop: string;
  /** A loopback address that serves the shop under its name, or none for the real one. */
  endpoint?: string;
  credentials: ShopCredentials;
  /** Wall clock, for times that are told; durations are measured on the monotonic clock. */
  clock: () => EpochMs;
  log?: ConnectorLog;
  /** First wait before a failed read is tried again, 500 by default. */
  backoffMs?: number;
  /** Replaces the global fetch. */
  fetch?: typeof fetch;
  onState?: (state: ConnectionState) => void;
}

export interface ShopifyClient extends ShopClient {
  /** Normalised: "my-shop.myshopify.com". */
  readonly shop: string;
  /** Asks for the shop and the scopes granted. Throws RoyalError with what to do. */
  verify(signal?: AbortSignal): Promise<ShopCheck>;
  state(): ConnectionState;
  /** How many objects one request of a document may ask for under the shop's cost bucket; `least` until known. */
  pageSize(document: string, least: number, most: number): number;
  /** Ends waiting and running requests; afterwards every call throws RoyalError 'cancelled'. */
  close(): void;
}

/** The raw `shop` of documents.ts SHOP is kept for the mapper; the rest is for people. */
export interface ShopCheck {
  shop: string;
  name: string;
  plan: string;
  scopes: string[];
  /** Scopes that a complete mirror needs and the app has not been granted. */
  missing: string[];
  /** true where Shopify gives orders of the last 60 days only (no read_all_orders). */
  limitedHistory: boolean;
  node: ShopNode;
}

export interface ShopNode {
  id: string;
  name: string;
  myshopifyDomain: string;
  currencyCode: string;
  ianaTimezone: string;
  taxesIncluded: boolean;
  plan: { publicDisplayName: string; partnerDevelopment: boolean };
}

export interface ConnectionState extends PolicyState {
  shop: string;
  token: 'none' | 'valid' | 'refused';
  tokenExpiresAt: EpochMs | null;
}
