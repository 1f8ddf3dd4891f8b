/** Where the audit chain's head is kept outside the ledger, so that cutting off and rewriting show. */

export interface AnchorState {
  /** Number of audit rows, which is the number of the newest. */
  count: number;
  /** Hex hash of the newest row; of the empty chain, see GENESIS in audit.ts. */
  head: string;
}

/**
 * `write` may be slow or fail (a locked keychain): the ledger goes on, keeps only the newest state to be
 * written, and says so in `audit.anchorHealth()`. An anchor that lags is no alarm; one that is ahead is.
 */
export interface AuditAnchor {
  /** null where none was ever written. Called once, when the ledger is opened, and by verify. */
  read(): AnchorState | null;
  write(state: AnchorState): void | Promise<void>;
}
