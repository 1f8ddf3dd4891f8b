/** Takes actions through their states in a real ledger, and prints each step once the ledger has returned from it. */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../core/data-folder/replace-file.ts';
import type { AnchorState, AuditAnchor } from '../../core/ledger/audit-anchor.ts';
import { openLedger } from '../../core/ledger/ledger.ts';
import type { ActionState, Actor } from '../../shared/action.ts';

/** A step that was said to be durable. */
export interface Told {
  action: number;
  state: ActionState | null;
  attempt: { id: number; key: string; state: string } | null;
}

export const auditKey = Buffer.alloc(32, 7);

export function fileAnchor(folder: string): AuditAnchor {
  const path = join(folder, 'anchor.json');
  return {
    read: () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as AnchorState) : null),
    write: (state) => replaceFile(path, JSON.stringify(state)),
  };
}

function run(folder: string, actions: number): void {
  let time = Date.UTC(2026, 10, 23);
  const ledger = openLedger(join(folder, 'ledger.db'), {
    now: () => time++,
    anchor: fileAnchor(folder),
    auditKey,
  });
  const actor: Actor = { kind: 'person', id: 'owner' };
  const tell = (told: Told): void => void writeSync(1, `${JSON.stringify(told)}\n`);
  for (let i = 0; i < actions; i++) {
    const outcome = ledger.actions.propose(
      {
        type: 'order.tag',
        storeId: 'gbp',
        input: { orderId: i, add: ['seen'], padding: 'x'.repeat(500) },
        title: `Tag order ${i}`,
        evidence: [],
        key: `tag:${ledger.epochs.current.id}:${i}`,
      },
      { actor },
    );
    const action = outcome.id!;
    const move = (state: ActionState): void => {
      ledger.actions.transition(action, state, { actor });
      tell({ action, state, attempt: null });
    };
    tell({ action, state: 'proposed', attempt: null });
    move('approved');
    move('executing');
    const { id, key } = ledger.attempts.open(action, { tags: ['seen'] });
    tell({ action, state: null, attempt: { id, key, state: 'intended' } });
    ledger.attempts.markSent(id);
    tell({ action, state: null, attempt: { id, key, state: 'sent' } });
    ledger.attempts.settle(id, 'answered', { answer: { ok: true } });
    tell({ action, state: null, attempt: { id, key, state: 'answered' } });
    move('verified');
  }
  ledger.close();
}

if (import.meta.main) run(process.argv[2]!, Number(process.argv[3]));
