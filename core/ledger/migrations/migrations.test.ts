import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../sqlite/open.ts';
import { GENESIS } from '../audit.ts';
import { memoryAnchor, openTestLedger, temporaryFolder } from '../testing/test-ledger.ts';
import { LEDGER_MIGRATIONS } from './list.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

/** A ledger as it was before decisions: one proposal, one rule, one gap. */
function olderLedger(): string {
  const file = join(temporaryFolder(), 'ledger.db');
  const db = openDatabase(file, {
    label: 'the ledger',
    synchronous: 'FULL',
    migrations: LEDGER_MIGRATIONS.filter((migration) => migration.version <= 3),
  });
  db.exec(`
    INSERT INTO actions (type, store, input, title, evidence, key, state, agent, proposed_by_kind, proposed_by_id,
        created_at, updated_at)
      VALUES ('purchase_order.create', 'gbp',
        '{"supplier":"ACME","lines":[{"variantId":11,"title":"Mug"}]}', 'Order', '[{"kind":"reorder_line",
        "text":"Mug: few","data":{"variantId":11,"available":4,"incoming":0,"daysOfCover":3,"leadTimeDays":9,
        "orderBy":"2026-11-25"}}]', 'k', 'proposed', 'stock', 'agent', 'stock', 500, 600);
    INSERT INTO rules (store, action_type, key, reason, by_kind, by_id, created_at)
      VALUES ('gbp', 'purchase_order.create', 'k', 'Never', 'person', 'ada', 700);
    INSERT INTO watch_gaps (from_at, to_at, cause) VALUES (100, 200, 'asleep');
  `);
  db.close();
  return file;
}

describe('a ledger of an earlier version', () => {
  const open = () =>
    openTestLedger({ file: olderLedger(), anchor: memoryAnchor({ count: 0, head: GENESIS }) });

  it('tells its proposals in brief all the same', () => {
    const ledger = open();
    expect(ledger.actions.waiting()).toMatchObject([
      {
        brief: {
          at: 500,
          supplier: 'ACME',
          deadline: '2026-11-25',
          why: 'Mug: 4 in stock last 3 days',
          ifIgnored: { text: 'Mug runs out, and an order of today takes 9 days', inDays: 3 },
        },
      },
    ]);
    expect(ledger.actions.page({ limit: 5 }, 'newest')).toMatchObject({ total: 1, next: null });
    expect(ledger.actions.require(1).edited).toBeUndefined();
  });

  it('keeps its rules in force, and knows them again', () => {
    const ledger = open();
    const scope = { storeId: 'gbp', actionType: 'purchase_order.create', key: 'k' };
    const [rule] = ledger.rules.inForce('gbp', 'purchase_order.create', 'stock');
    expect(rule).toMatchObject({ id: 1, scope, condition: null, until: null, reason: 'Never', kept: 0 });
    const again = { scope, condition: null, until: null, reason: 'Never', by: OWNER, fromAction: null };
    expect(ledger.rules.add(again).id).toBe(1);
  });

  it('keeps the spans that went unwatched', () => {
    const ledger = open();
    expect(ledger.epochs.gaps()).toEqual([{ id: 1, from: 100, to: 200, cause: 'asleep', storeId: null }]);
    expect(ledger.integrity()).toEqual([]);
  });
});

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
