import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setFaultHook } from '../fault-point.ts';
import { openTestLedger, temporaryFolder } from '../ledger/testing/test-ledger.ts';
import { type AppDb, openAppDb } from './app-db.ts';
import { drainOutbox } from './drain-outbox.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;
const STORE = {
  id: 'gbp',
  name: 'Shop',
  shopDomain: 'shop.myshopify.com',
  endpoint: null,
  credentialsKind: 'admin_token' as const,
  scopes: ['read_products'],
};

function open(file = join(temporaryFolder(), 'app.db')): { db: AppDb; file: string } {
  const db = openAppDb(file, { now: () => 500 });
  onTestFinished(() => db.close());
  return { db, file };
}

describe('app.db', () => {
  it('keeps stores, and refuses an id or a shop twice', () => {
    const { db } = open();
    expect(db.stores.add(STORE, OWNER)).toEqual({ ...STORE, addedAt: 500 });
    expect(() => db.stores.add({ ...STORE, shopDomain: 'b.myshopify.com' }, OWNER)).toThrow(/already/);
    expect(() => db.stores.add({ ...STORE, id: 'b' }, OWNER)).toThrow(/connected already, as store gbp/);
    expect(db.stores.update('gbp', { scopes: ['write_products'] }).scopes).toEqual(['write_products']);
    expect(db.stores.list()).toHaveLength(1);
    db.stores.remove('gbp', OWNER);
    expect(() => db.stores.require('gbp')).toThrow(/no store gbp/);
    expect(db.outbox.list().map((entry) => entry.kind)).toEqual(['store.added', 'store.removed']);
  });

  it('keeps people and settings', () => {
    const { db } = open();
    db.people.set({ name: 'bob', role: 'helper', approvalLimit: null }, OWNER);
    db.people.set({ name: 'bob', role: 'helper', approvalLimit: 500 }, OWNER);
    expect(db.people.list()).toEqual([{ name: 'bob', role: 'helper', approvalLimit: 500 }]);
    expect(db.people.get('bob')?.role).toBe('helper');
    db.people.set({ name: 'bob', role: 'owner', approvalLimit: 500 }, OWNER);
    expect(db.people.get('bob')?.role).toBe('owner');
    db.people.remove('bob', OWNER);
    expect(db.people.get('bob')).toBeNull();
    db.settings.set('theme', { dark: true });
    expect(db.settings.get('theme')).toEqual({ dark: true });
    expect(db.settings.get('none')).toBeNull();
  });

  it('keeps the emergency stop over a restart, as first pulled', () => {
    const { db, file } = open();
    db.stop.pull(OWNER, 'Prices look wrong');
    db.stop.pull({ kind: 'person', id: 'bob' }, 'Again');
    db.close();
    const again = open(file).db;
    expect(again.stop.state()).toEqual({ by: OWNER, reason: 'Prices look wrong', at: 500 });
    again.stop.lift(OWNER);
    again.stop.lift(OWNER);
    expect(again.stop.state()).toBeNull();
    expect(again.outbox.list().map((entry) => entry.kind)).toEqual(['stop.pulled', 'stop.lifted']);
    expect(again.integrity()).toEqual([]);
  });

  it('carries each change into the audit chain once, whatever dies in between', () => {
    const { db } = open();
    const ledger = openTestLedger();
    db.stores.add(STORE, OWNER);
    db.stop.pull(OWNER, 'x');
    setFaultHook(() => {
      throw new Error('killed');
    });
    expect(() => drainOutbox(db, ledger)).toThrow('killed');
    expect(() => drainOutbox(db, ledger)).toThrow('killed');
    setFaultHook(null);
    drainOutbox(db, ledger);
    drainOutbox(db, ledger);
    expect(ledger.audit.list().map((row) => [row.kind, row.actor.id, row.at])).toEqual([
      ['stop.pulled', 'ada', 500],
      ['store.added', 'ada', 500],
    ]);
    expect(ledger.events.since(0).events.map((event) => event.kind)).toEqual(['store.added', 'stop.pulled']);
    expect(db.outbox.list()).toEqual([]);
  });
});
