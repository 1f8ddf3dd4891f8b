import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { GENESIS } from './audit.ts';
import type { Ledger } from './ledger.ts';
import { type MemoryAnchor, memoryAnchor, openTestLedger, temporaryFolder } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

/** A ledger with ten audit rows, and a way to do to its file what only someone outside the program would. */
function tenRows(): { file: string; anchor: MemoryAnchor; ledger: Ledger; tamper: (sql: string) => Ledger } {
  const file = join(temporaryFolder(), 'ledger.db');
  const anchor = memoryAnchor();
  const ledger = openTestLedger({ file, anchor });
  for (let n = 1; n <= 10; n++)
    ledger.audit.append({ actor: OWNER, kind: 'policy.changed', subject: `n:${n}`, data: { n } });
  return {
    file,
    anchor,
    ledger,
    tamper(sql) {
      ledger.close();
      const raw = new Database(file);
      raw.exec('DROP TRIGGER audit_is_append_only_update; DROP TRIGGER audit_is_append_only_delete;');
      raw.exec(sql);
      raw.close();
      return openTestLedger({ file, anchor });
    },
  };
}

describe('the audit chain', () => {
  it('holds from empty on, and its anchor follows every commit', () => {
    const anchor = memoryAnchor();
    const ledger = openTestLedger({ anchor });
    expect(anchor.state).toEqual({ count: 0, head: GENESIS });
    expect(ledger.audit.verify()).toEqual({ state: 'ok', rows: 0, anchored: 0 });
    ledger.transaction(() => {
      ledger.audit.append({ actor: OWNER, kind: 'store.added' });
      const second = ledger.audit.append({ actor: OWNER, kind: 'store.removed' });
      expect(anchor.state?.count).toBe(0);
      expect(second?.number).toBe(2);
    });
    expect(anchor.state).toMatchObject({ count: 2, head: ledger.audit.list()[0]!.hash });
    expect(ledger.audit.verify()).toEqual({ state: 'ok', rows: 2, anchored: 2 });
  });

  it('writes one row for one source', () => {
    const ledger = openTestLedger();
    expect(ledger.audit.append({ actor: OWNER, kind: 'stop.pulled', source: 'app:1' })?.number).toBe(1);
    expect(ledger.audit.append({ actor: OWNER, kind: 'stop.pulled', source: 'app:1' })).toBeNull();
  });

  it('can not be changed through SQL as it is', () => {
    const { file, ledger } = tenRows();
    const raw = new Database(file);
    expect(() => raw.exec('UPDATE audit SET kind = kind')).toThrow(/never changed/);
    expect(() => raw.exec('DELETE FROM audit')).toThrow(/never deleted/);
    raw.close();
    expect(ledger.audit.verify().state).toBe('ok');
  });

  it.each([
    ['its text', `UPDATE audit SET data = '{"n":99}' WHERE number = 4`, 'row_altered', 4],
    ['its person', `UPDATE audit SET actor_id = 'eve' WHERE number = 4`, 'row_altered', 4],
    ['its time', 'UPDATE audit SET at = at + 1 WHERE number = 10', 'row_altered', 10],
    ['its hash', `UPDATE audit SET hash = '${'a'.repeat(64)}' WHERE number = 1`, 'row_altered', 1],
    ['a hash of another length', `UPDATE audit SET hash = 'short' WHERE number = 1`, 'row_altered', 1],
    ['a row in the middle', 'DELETE FROM audit WHERE number = 5', 'row_missing', 5],
    [
      'the order of two rows',
      `UPDATE audit SET number = 99 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;
       UPDATE audit SET number = 4 WHERE number = 99`,
      'row_altered',
      3,
    ],
    ['the newest row', 'DELETE FROM audit WHERE number = 10', 'cut_off', 10],
    ['all rows', 'DELETE FROM audit', 'cut_off', 1],
  ])('shows a change of %s', (_what, sql, kind, at) => {
    const { tamper } = tenRows();
    expect(tamper(sql).audit.verify()).toMatchObject({ state: 'broken', break: kind, at });
  });

  it('shows a chain written anew by someone who has the key', () => {
    const { file, anchor, ledger } = tenRows();
    ledger.close();
    const other = join(temporaryFolder(), 'other.db');
    const forged = openTestLedger({ file: other });
    for (let n = 1; n <= 12; n++)
      forged.audit.append({ actor: OWNER, kind: 'nothing.happened', data: { n } });
    expect(forged.audit.verify().state).toBe('ok');
    forged.close();
    copyFileSync(other, file);
    expect(openTestLedger({ file, anchor }).audit.verify()).toMatchObject({ break: 'rewritten', at: 10 });
  });

  it('shows the wrong key and a lost anchor', () => {
    const { file, anchor, ledger } = tenRows();
    ledger.close();
    const wrong = openTestLedger({ file, anchor, auditKey: new Uint8Array(32).fill(8) });
    expect(wrong.audit.verify()).toMatchObject({ break: 'row_altered', at: 1 });
    wrong.close();
    const lost = openTestLedger({ file, anchor: memoryAnchor(null) });
    expect(lost.audit.anchorHealth()).toBe('frozen');
    expect(lost.audit.verify()).toMatchObject({ break: 'anchor_missing', rows: 10 });
  });

  it('shows that all rows went together with their anchor', () => {
    const { file, ledger } = tenRows();
    const proposal = { type: 'order.tag', storeId: 'gbp', input: {}, title: 't', evidence: [], key: 'a' };
    ledger.actions.propose(proposal, { actor: OWNER });
    ledger.close();
    const raw = new Database(file);
    raw.exec('DROP TRIGGER audit_is_append_only_delete; DELETE FROM audit');
    raw.close();
    const emptied = openTestLedger({ file, anchor: memoryAnchor(null) });
    expect(emptied.audit.verify()).toMatchObject({ state: 'broken', break: 'anchor_missing', rows: 0 });
    emptied.audit.append({ actor: OWNER, kind: 'policy.changed' });
    expect(emptied.audit.verify()).toMatchObject({ state: 'broken', break: 'anchor_missing' });
  });

  it('shows an older copy put in the place of the whole ledger, and says that it is older', () => {
    const { file, anchor, ledger } = tenRows();
    const copy = join(temporaryFolder(), 'copy.db');
    ledger.backup(copy);
    for (let n = 0; n < 3; n++) ledger.audit.append({ actor: OWNER, kind: 'policy.changed' });
    ledger.close();
    copyFileSync(copy, file);
    const older = openTestLedger({ file, anchor });
    expect(older.audit.verify()).toMatchObject({ break: 'cut_off', at: 11, rows: 10 });
    // As many rows as were lost do not make it whole.
    for (let n = 0; n < 5; n++) older.audit.append({ actor: OWNER, kind: 'order.tagged' });
    older.close();
    expect(openTestLedger({ file, anchor }).audit.verify()).toMatchObject({ break: 'rewritten', at: 13 });
  });

  it('an anchor that lags is no alarm and is brought up to date at the next open', () => {
    const { file, anchor, ledger } = tenRows();
    const eighth = ledger.audit.list().find((row) => row.number === 8)!;
    ledger.close();
    anchor.state = { count: 8, head: eighth.hash };
    const again = openTestLedger({ file, anchor });
    expect(again.audit.verify().state).toBe('ok');
    expect(anchor.state.count).toBe(10);
  });

  it('a crash between the commit and the anchor is no alarm, and neither is a keychain that refuses', async () => {
    const file = join(temporaryFolder(), 'ledger.db');
    const anchor = memoryAnchor();
    const ledger = openTestLedger({ file, anchor });
    ledger.audit.append({ actor: OWNER, kind: 'store.added' });
    const kept = anchor.state;
    anchor.write = () => {
      throw new Error('locked');
    };
    ledger.audit.append({ actor: OWNER, kind: 'store.removed' });
    expect(anchor.state).toBe(kept);
    expect(ledger.audit.verify()).toEqual({ state: 'ok', rows: 2, anchored: 1 });
    await ledger.settled();
    expect(ledger.audit.anchorHealth()).toBe('failing');
  });

  it('waits for a slow anchor, and writes the newest state only', async () => {
    const written: number[] = [];
    const anchor = memoryAnchor();
    anchor.write = async (state) => {
      await Promise.resolve();
      written.push(state.count);
      anchor.state = state;
    };
    const ledger = openTestLedger({ anchor });
    for (let n = 0; n < 5; n++) ledger.audit.append({ actor: OWNER, kind: 'store.added' });
    expect(ledger.audit.verify().state).toBe('ok');
    await ledger.settled();
    expect(written).toEqual([0, 5]);
  });

  it('keeps a break visible however much is written after it', () => {
    const { tamper, anchor } = tenRows();
    const ledger = tamper('DELETE FROM audit WHERE number > 8');
    expect(ledger.audit.anchorHealth()).toBe('frozen');
    for (let n = 0; n < 5; n++) ledger.audit.append({ actor: OWNER, kind: 'policy.changed' });
    expect(anchor.state?.count).toBe(10);
    expect(ledger.audit.verify()).toMatchObject({ state: 'broken', break: 'rewritten' });
  });

  it('keeps a break visible that is made while the program runs', () => {
    const { file, anchor, ledger } = tenRows();
    const raw = new Database(file);
    raw.exec('DROP TRIGGER audit_is_append_only_delete; DELETE FROM audit WHERE number > 8');
    raw.close();
    ledger.audit.append({ actor: OWNER, kind: 'policy.changed' });
    expect(anchor.state?.count).toBe(10);
    expect(ledger.audit.verify()).toMatchObject({ state: 'broken', break: 'cut_off' });
  });

  it('after a restore holds what was let through, and uses no key of the lost time again', () => {
    const { ledger } = tenRows();
    const proposal = { type: 'order.tag', storeId: 'gbp', input: {}, title: 't', evidence: [] };
    for (const key of ['a', 'b', 'c']) ledger.actions.propose({ ...proposal, key }, { actor: OWNER });
    ledger.actions.transition(1, 'approved', { actor: OWNER });
    ledger.actions.transition(2, 'approved', { actor: OWNER });
    ledger.actions.transition(2, 'executing', { actor: OWNER });
    const before = ledger.attempts.open(1, {}).key;
    const { id } = ledger;
    ledger.acceptRestore(OWNER, { backup: 'monday' });
    expect(ledger.actions.list().map((action) => [action.id, action.state, action.needsPerson])).toEqual([
      [3, 'proposed', false],
      [2, 'unknown', true],
      [1, 'unknown', true],
    ]);
    expect(ledger.id).not.toBe(id);
    expect(ledger.attempts.open(3, {}).key.slice(0, 19)).not.toBe(before.slice(0, 19));
    expect(ledger.audit.verify().state).toBe('ok');
  });

  it('takes up an older chain after a restore, by name, and never a broken one', () => {
    const { tamper, anchor } = tenRows();
    const restored = tamper('DELETE FROM audit WHERE number > 6');
    restored.audit.acceptChain({ actor: OWNER, data: { backup: 'monday' } });
    expect(restored.audit.anchorHealth()).toBe('ok');
    expect(restored.audit.verify()).toEqual({ state: 'ok', rows: 7, anchored: 7 });
    expect(restored.audit.list()[0]).toMatchObject({
      kind: 'audit.chain_accepted',
      actor: OWNER,
      data: { backup: 'monday', anchored: { count: 10 } },
    });
    expect(anchor.state?.count).toBe(7);
    const broken = tenRows();
    const altered = broken.tamper(`UPDATE audit SET kind = 'x' WHERE number = 2`);
    expect(() => altered.audit.acceptChain({ actor: OWNER })).toThrow(/does not hold/);
  });
});
