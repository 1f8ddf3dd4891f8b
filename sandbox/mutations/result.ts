/** What a mutation answers. */
import type { Stored } from '../graphql/values.ts';
import type { Change } from './journal.ts';

export interface UserError {
  field: string[] | null;
  message: string;
  code?: string;
}

export interface MutationResult {
  payload: Stored;
  /** Changes of the store's data; empty where there were none. */
  changes: Change[];
}
