import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAppDb } from '../app-db/app-db.ts';
import { temporaryFolder } from '../ledger/testing/test-ledger.ts';
import { createAccess, digestOf } from './access.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function open() {
  let now = 1_000_000;
  const db = openAppDb(join(temporaryFolder(), 'app.db'), { now: () => now });
  onTestFinished(() => db.close());
  const access = createAccess({ rows: db.access, clock: () => now, changed: () => {} });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { access, db, pass };
}

describe('a one-time token', () => {
  it('signs its inviter’s browser in once', () => {
    const { access } = open();
    const { token } = access.invite(ADA);
    const entered = access.redeem(token, 'Firefox on Linux')!;
    expect(access.check(digestOf(entered.secret))).toMatchObject({ kind: 'session', person: 'ada' });
    expect(access.redeem(token, 'Firefox on Linux')).toBeNull();
    expect(access.list()).toMatchObject([{ name: 'Firefox on Linux', person: 'ada' }]);
  });

  it('holds for ten minutes, as the newest of twenty', () => {
    const { access, pass } = open();
    const late = access.invite(ADA);
    pass(10 * MINUTE);
    expect(access.redeem(late.token, 'x')).toBeNull();
    const first = access.invite(ADA);
    const others = Array.from({ length: 20 }, () => access.invite(ADA));
    expect(access.redeem(first.token, 'x')).toBeNull();
    expect(access.redeem(others[0]!.token, 'x')).not.toBeNull();
  });
});

describe('a session', () => {
  it('lives on while it is used, and ends thirty days after', () => {
    const { access, pass } = open();
    const { secret } = access.redeem(access.invite(ADA).token, 'x')!;
    const digest = digestOf(secret);
    for (let days = 0; days < 60; days += 20) {
      expect(access.check(digest)).not.toBeNull();
      pass(20 * DAY);
    }
    expect(access.check(digest)).not.toBeNull();
    pass(30 * DAY);
    expect(access.check(digest)).toBeNull();
    expect(access.list()).toEqual([]);
  });
});

describe('an API token', () => {
  it('holds until it is revoked, and is in the file as a digest only', () => {
    const { access, db, pass } = open();
    const { id, token } = access.createToken('ci', ADA);
    pass(400 * DAY);
    expect(access.check(digestOf(token))).toMatchObject({ id, kind: 'token', expiresAt: null });
    expect(access.list()).toMatchObject([{ id, lastUsedAt: 1_000_000 + 400 * DAY }]);
    expect(access.revoke(id, ADA)).toMatchObject({ name: 'ci' });
    expect(access.check(digestOf(token))).toBeNull();
    expect(() => access.revoke(id, ADA)).toThrow(/no session or API token/);
    expect(db.outbox.list().map(({ kind, data }) => [kind, data])).toEqual([
      ['access.granted', { id, kind: 'token', name: 'ci' }],
      ['access.revoked', { id, kind: 'token', name: 'ci' }],
    ]);
    expect(JSON.stringify([access.list(), db.outbox.list()])).not.toContain(token);
  });
});
