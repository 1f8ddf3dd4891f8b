import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLedger } from './ledger.ts';
import { AUDIT_KEY, memoryAnchor, openTestLedger, temporaryFolder } from './testing/test-ledger.ts';

describe('openLedger', () => {
  it('is durable on every open: synchronous FULL, WAL, foreign keys', () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const seen: unknown[] = [];
    const original = Database.prototype.pragma;
    const options = { now: () => 1, anchor: memoryAnchor(), auditKey: AUDIT_KEY };
    // Reads the pragmas back through the very connection that the ledger writes with.
    for (const lifetime of [1, 2, 3]) {
      const connections = new Set<Database.Database>();
      Database.prototype.pragma = function (this: Database.Database, ...args: [string]) {
        connections.add(this);
        return original.apply(this, args);
      };
      const ledger = openLedger(file, options);
      Database.prototype.pragma = original;
      expect(connections.size).toBe(1);
      for (const connection of connections)
        for (const name of ['synchronous', 'journal_mode', 'foreign_keys'])
          seen.push([lifetime, name, connection.pragma(name, { simple: true })]);
      ledger.close();
    }
    for (const lifetime of [1, 2, 3])
      expect(seen).toEqual(
        expect.arrayContaining([
          [lifetime, 'synchronous', 2],
          [lifetime, 'journal_mode', 'wal'],
          [lifetime, 'foreign_keys', 1],
        ]),
      );
  });

  it('refuses a connection that would not be durable', () => {
    const original = Database.prototype.pragma;
    Database.prototype.pragma = function (this: Database.Database, ...args: [string]) {
      return original.apply(this, [args[0].replace('synchronous = FULL', 'synchronous = NORMAL')] as [
        string,
      ]);
    };
    try {
      expect(() =>
        openLedger(join(temporaryFolder(), 'ledger.db'), {
          now: () => 1,
          anchor: memoryAnchor(),
          auditKey: AUDIT_KEY,
        }),
      ).toThrow(/not opened durably/);
    } finally {
      Database.prototype.pragma = original;
    }
  });

  it('refuses a short audit key and a ledger of a newer version', () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const options = { now: () => 1, anchor: memoryAnchor() };
    expect(() => openLedger(file, { ...options, auditKey: new Uint8Array(16) })).toThrow(/32 bytes/);
    const raw = new Database(file);
    raw.pragma('user_version = 99');
    raw.close();
    expect(() => openLedger(file, { ...options, auditKey: AUDIT_KEY })).toThrow(/newer version/);
  });

  it('begins an epoch at each open and keeps its id over all of them', () => {
    const file = join(temporaryFolder(), 'ledger.db');
    let now = 100;
    const anchor = memoryAnchor();
    const first = openTestLedger({ file, now: () => now, epochName: 'first', anchor });
    first.epochs.seen(150);
    const { id } = first;
    first.close();
    now = 200;
    const second = openTestLedger({ file, now: () => now, epochName: 'second', anchor });
    expect(second.id).toBe(id);
    expect(second.epochs.current).toMatchObject({ name: 'second', startedAt: 200, endedAt: null });
    expect(second.epochs.previous).toMatchObject({ name: 'first', startedAt: 100 });
    second.epochs.recordGap({ from: 150, to: 200, cause: 'not_running' });
    expect(second.epochs.gaps()).toEqual([
      { id: 1, from: 150, to: 200, cause: 'not_running', storeId: null },
    ]);
    expect(second.integrity()).toEqual([]);
  });
});

describe('transactions and events', () => {
  it('tells of events only once they are durable, and of none that was rolled back', () => {
    const ledger = openTestLedger();
    const told: string[] = [];
    const unsubscribe = ledger.subscribe((event) => told.push(event.kind));
    ledger.transaction(() => {
      ledger.events.append('a', 'outer.done', {});
      expect(() =>
        ledger.transaction(() => {
          ledger.events.append('a', 'inner.done', {});
          throw new Error('inner');
        }),
      ).toThrow('inner');
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['outer.done']);
    expect(() =>
      ledger.transaction(() => {
        ledger.events.append('a', 'lost.done', {});
        throw new Error('outer');
      }),
    ).toThrow('outer');
    unsubscribe();
    ledger.events.append('a', 'late.done', {});
    expect(told).toEqual(['outer.done']);
    expect(ledger.events.sinceInStore('a', 0).events.map((event) => [event.seq, event.kind])).toEqual([
      [1, 'outer.done'],
      [2, 'late.done'],
    ]);
  });

  it('survives a listener that fails', () => {
    const ledger = openTestLedger();
    const told: string[] = [];
    ledger.subscribe(() => {
      throw new Error('listener');
    });
    ledger.subscribe((event) => told.push(event.kind));
    ledger.events.append(null, 'stop.pulled', {});
    expect(told).toEqual(['stop.pulled']);
  });

  it('numbers events per store, answers since, and says when some were dropped', () => {
    const ledger = openTestLedger({ eventsKept: 10 });
    for (let n = 1; n <= 25; n++) ledger.events.append('a', 'n.counted', { n });
    ledger.events.append('b', 'b.counted', {});
    const all = ledger.events.sinceInStore('a', 20);
    expect(all).toMatchObject({ complete: true, head: 25 });
    expect(all.events.map((event) => event.data.n)).toEqual([21, 22, 23, 24, 25]);
    expect(ledger.events.sinceInStore('a', 25)).toEqual({ events: [], complete: true, head: 25 });
    const lost = ledger.events.sinceInStore('a', 3);
    expect(lost.complete).toBe(false);
    expect(lost.events).toHaveLength(10);
    expect(ledger.events.sinceInStore('b', 0).events).toHaveLength(1);
    expect(ledger.events.sinceInStore('b', 0).events[0]).toMatchObject({ seq: 1, id: 26, storeId: 'b' });
    expect(ledger.events.since(0).complete).toBe(false);
    expect(ledger.events.since(20)).toMatchObject({ complete: true, head: 26 });
    expect(ledger.events.since(24).events.map((event) => event.id)).toEqual([25, 26]);
    expect(ledger.events.sinceInStore('a', 20, 2).events.map((event) => event.seq)).toEqual([21, 22]);
  });
});
