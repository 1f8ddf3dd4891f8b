/** What an import is asked for. */
import type { StoreId } from '../../shared/action.ts';
import type { Currency } from '../../shared/money.ts';

export interface ImportRequest {
  storeId: StoreId;
  files: readonly { path: string; name: string }[];
  currency?: Currency;
  zone?: string;
  /** Of a store that is made. */
  name?: string;
}
