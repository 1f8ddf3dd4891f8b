import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { openAppDb } from '../app-db/app-db.ts';
import { openTestLedger, temporaryFolder } from '../ledger/testing/test-ledger.ts';
import { createNotices } from './notices.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const HOUR = 3_600_000;

function open() {
  let now = Date.UTC(2026, 10, 23, 12);
  const clock = (): number => now;
  const ledger = openTestLedger({ now: clock });
  const appDb = openAppDb(join(temporaryFolder(), 'app.db'), { now: clock });
  appDb.people.set({ name: 'ada', role: 'owner', approvalLimit: null }, ADA);
  const warned: string[] = [];
  const log = { warn: (_facts: object, text: string) => void warned.push(text) };
  const start = () => createNotices({ ledger, appDb, clock, zoneOf: () => 'UTC', log: log as never });
  let notices = start();
  onTestFinished(() => {
    notices.close();
    appDb.close();
  });
  const list = () => ledger.notifications.list({ person: 'ada', unreadOnly: false, limit: 100 });
  const told = (what: string) =>
    ledger.events
      .since(0)
      .events.filter(({ kind }) => kind === what)
      .map(({ data }) => data);
  const raised = () => told('notification.raised');
  const over = () => told('notification.over');
  return {
    ledger,
    warned,
    list,
    raised,
    over,
    get notices() {
      return notices;
    },
    pass: (ms: number) => {
      now += ms;
    },
    restart: () => {
      notices.close();
      notices = start();
    },
  };
}
const failed = { code: 'shop_unavailable', message: 'The shop can not be reached.', next: 'Wait.' };

describe('a full disk', () => {
  it('ends neither the program nor the watching: what happened in it is told once there is room', async () => {
    const opened = open();
    const { ledger, warned } = opened;
    const { transaction } = ledger;
    ledger.events.append('gbp', 'stop.pulled', { reason: 'Halt' });
    ledger.transaction = () => {
      throw new RoyalError({ code: 'disk_full', message: 'The disk is full.', next: 'Make room.' });
    };
    // By itself, in a turn of its own: thrown there, it would end the process.
    await nextTurn();
    opened.restart();
    expect(warned).toEqual(['notices not looked at', 'notices not looked at']);
    ledger.transaction = transaction;
    ledger.events.append('gbp', 'stop.lifted', {});
    await nextTurn();
    expect(opened.raised()).toMatchObject([{ title: 'Everything is stopped' }]);
    expect(opened.over()).toHaveLength(1);
  });
});

describe('a cause', () => {
  it('is told once however often it comes up, counts up, and is news again once it was gone', () => {
    const { ledger, list, notices, over, raised } = open();
    for (let n = 0; n < 2; n += 1) ledger.events.append('gbp', 'sync.failed', failed);
    notices.look();
    expect(list()).toEqual([]);
    for (let n = 0; n < 4; n += 1) ledger.events.append('gbp', 'sync.failed', failed);
    notices.look();
    expect(list()).toMatchObject([
      { kind: 'sync_failing', count: 6, over: false, open: { module: 'system', id: 'gbp' } },
    ]);
    expect(raised()).toHaveLength(1);
    ledger.events.append('gbp', 'sync.completed', {});
    notices.look();
    expect(list()).toMatchObject([{ over: true }]);
    // Who shows it takes it away.
    expect(over()).toEqual([{ notificationIds: [list()[0]!.id] }]);
    for (let n = 0; n < 3; n += 1) ledger.events.append('gbp', 'sync.failed', failed);
    notices.look();
    expect(raised()).toHaveLength(2);
  });

  it('that ended before it was worth telling starts to count anew', () => {
    const { ledger, list, notices } = open();
    for (const kind of ['sync.failed', 'sync.failed', 'sync.completed', 'sync.failed', 'sync.failed'])
      ledger.events.append('gbp', kind, failed);
    notices.look();
    expect(list()).toEqual([]);
  });

  it('is told though the program ended right after it, and not twice', () => {
    const { ledger, list, notices, restart } = open();
    notices.close();
    ledger.events.append(null, 'stop.pulled', { reason: 'smoke', by: ADA });
    restart();
    restart();
    expect(list()).toMatchObject([{ kind: 'stop_pulled', count: 1 }]);
  });

  it('says whom it may interrupt', () => {
    const { ledger, notices, raised } = open();
    ledger.events.append(null, 'stop.pulled', { reason: 'smoke' });
    notices.look();
    ledger.events.append(null, 'stop.lifted', {});
    notices.setPreferences(ADA, { kinds: { stop_pulled: 'centre' } });
    ledger.events.append(null, 'stop.pulled', { reason: 'smoke' });
    notices.look();
    expect(raised()).toMatchObject([{ interrupts: ['ada'] }, { interrupts: [] }]);
  });

  it('is read by each person for themselves', () => {
    const { ledger, notices } = open();
    ledger.events.append(null, 'stop.pulled', { reason: 'smoke' });
    notices.look();
    notices.markRead('ada');
    expect(ledger.notifications.unread('ada')).toBe(0);
    expect(ledger.notifications.unread('bob')).toBe(1);
  });
});

describe('a proposal', () => {
  it('is told of a day before it expires, once, until it is decided', () => {
    const { ledger, list, notices, pass } = open();
    const { id } = ledger.actions.propose(
      {
        type: 'order.tag',
        storeId: 'gbp',
        input: { orderId: 1, tags: ['x'] },
        title: 'Tag it',
        evidence: [],
        key: 'tag:1',
        expiresAt: Date.UTC(2026, 10, 23, 12) + 30 * HOUR,
      },
      { actor: ADA },
    ) as { id: number };
    notices.look();
    expect(list()).toEqual([]);
    pass(7 * HOUR);
    notices.look();
    notices.look();
    expect(list()).toMatchObject([
      {
        kind: 'proposal_deadline',
        count: 1,
        open: { module: 'approvals', id },
        text: expect.stringContaining('23 hours'),
      },
    ]);
    ledger.actions.transition(id, 'rejected', { actor: ADA });
    notices.look();
    expect(list()).toMatchObject([{ over: true }]);
  });
});
