/** What the rest of the core knows of a shop's API: one call, its errors, and whether it may have acted. */
import type { RoyalError } from '../../shared/errors.ts';

export interface ShopClient {
  /**
   * Sends one GraphQL document. Reads are retried inside (throttling, 429, 5xx, lost connection) under the
   * policy stack; a mutation is sent once. Throws RoyalError; for a mutation, ask sendOutcome(error).
   */
  request<Data>(
    document: string,
    variables?: Record<string, unknown>,
    options?: RequestOptions,
  ): Promise<Data>;
  /** Streams a bulk result or other file of the shop from a byte offset on. */
  download(url: string, fromByte: number, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** Scopes granted to the app, as of the last look. */
  scopes(): Promise<ReadonlySet<string>>;
}

export interface RequestOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** true for mutations: never retried inside, errors carry `details.outcome`. */
  mutation?: boolean;
  /** Called in the very turn in which the request leaves, after every wait; what it throws keeps it back, unsent. */
  leaving?: () => void;
  /** Told the paths of fields that Shopify withheld (null in the data), "orders.nodes.0.email". */
  onRedacted?: (paths: readonly string[]) => void;
}

/**
 * What is known of a mutation after an error. `refused`: the shop said no, or it never left (nothing changed).
 * `uncertain`: it left and no answer came; it may have been carried out.
 */
export type SendOutcome = 'refused' | 'uncertain';

export function sendOutcome(error: RoyalError): SendOutcome {
  return error.details?.outcome === 'uncertain' ? 'uncertain' : 'refused';
}
