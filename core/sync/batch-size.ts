/** How many objects to ask for at once: what the cost bucket allows, less where Shopify finds a request too dear. */
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';

export class BatchSize {
  readonly #client: ShopifyClient;
  readonly #document: string;
  readonly #least: number;
  #most: number;

  /** `least` until the document's cost is known. */
  constructor(client: ShopifyClient, document: string, least: number, most: number) {
    this.#client = client;
    this.#document = document;
    this.#least = least;
    this.#most = most;
  }

  next(): number {
    return Math.min(this.#most, this.#client.pageSize(this.#document, this.#least, this.#most));
  }

  /** Halves what is asked for if that is what failed; throws the error otherwise. */
  shrinkAfter(error: unknown, asked: number): void {
    const tooDear = error instanceof RoyalError && error.details?.code === 'MAX_COST_EXCEEDED';
    if (!tooDear || asked <= 1) throw error;
    this.#most = Math.floor(asked / 2);
  }
}
