/** Ledgers in temporary folders, for tests: opened, killed and opened again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AnchorState, AuditAnchor } from '../audit-anchor.ts';
import { type Ledger, type LedgerOptions, openLedger } from '../ledger.ts';

export const AUDIT_KEY = new Uint8Array(32).fill(7);

export interface MemoryAnchor extends AuditAnchor {
  state: AnchorState | null;
}

export function memoryAnchor(state: AnchorState | null = null): MemoryAnchor {
  return {
    state,
    read() {
      return this.state;
    },
    write(next) {
      this.state = next;
    },
  };
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'royal-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function openTestLedger(options: Partial<LedgerOptions> & { file?: string } = {}): Ledger {
  const { file = join(temporaryFolder(), 'ledger.db'), ...rest } = options;
  const ledger = openLedger(file, { now: () => 1_000, anchor: memoryAnchor(), auditKey: AUDIT_KEY, ...rest });
  onTestFinished(() => ledger.close());
  return ledger;
}
