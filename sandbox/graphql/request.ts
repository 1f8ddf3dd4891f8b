/** What a resolver knows of the request it serves. */

import type { SandboxClock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import type { Webhooks } from '../http/webhooks.ts';
import type { Shop } from '../model.ts';
import type { Idempotency } from '../mutations/idempotency.ts';
import type { Journal } from '../mutations/journal.ts';
import type { BulkOperations } from './bulk.ts';

export interface ShopRequest {
  documents: Documents;
  shop: Shop;
  clock: SandboxClock;
  bulk: BulkOperations;
  webhooks: Webhooks;
  journal: Journal;
  idempotency: Idempotency;
  /** Scopes of the token, less those a fault takes away. */
  granted: ReadonlySet<string>;
  /** True while protected customer data is withheld. */
  redacted: boolean;
  variables: Record<string, unknown>;
  /** Idempotency keys of this request that another request is using right now. */
  takenKeys: ReadonlySet<string>;
  /** Where refunds were seen: refund gid to order gid. */
  refundHomes: Map<string, string>;
  /** Base address of the server: `http://127.0.0.1:1234`. */
  baseUrl: string;
}
