import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../sqlite/open.ts';
import { LEDGER_MIGRATIONS } from './migrations.ts';
import { openTestLedger, temporaryFolder } from './testing/test-ledger.ts';

it('a ledger from before policies had stores keeps its policies, for every store, and its steps', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const old = openDatabase(file, {
    label: 'an old ledger',
    synchronous: 'FULL',
    migrations: LEDGER_MIGRATIONS.filter(({ version }) => version <= 3),
  });
  old.exec(`INSERT INTO policies VALUES ('agent', 'x', 't', 'act', '{"perDay":3}', 5);
    INSERT INTO epochs (id, name, started_at, seen_at) VALUES (1, 'old', 1, 1);
    INSERT INTO runs (id, agent, store, trigger, epoch, state, started_at) VALUES (1, 'x', 'gbp', 'person', 1, 'failed', 1);
    INSERT INTO steps (run, name, result, at) VALUES (1, 'plan', '7', 2);`);
  old.close();
  const ledger = openTestLedger({ file });
  expect(ledger.policies.list()).toEqual([
    {
      subject: { kind: 'agent', id: 'x' },
      actionType: 't',
      storeId: null,
      mode: 'act',
      limits: { perDay: 3 },
      updatedAt: 5,
    },
  ]);
  expect(ledger.policies.forSubject('agent', 'x', 't', 'gbp')?.limits).toEqual({ perDay: 3 });
  expect(ledger.runs.steps(1)).toEqual([{ name: 'plan', at: 2, ms: null }]);
});
