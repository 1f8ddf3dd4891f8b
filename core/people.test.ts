import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAccess, digestOf } from './access/access.ts';
import { openAppDb } from './app-db/app-db.ts';
import { openTestLedger, temporaryFolder } from './ledger/testing/test-ledger.ts';
import { People } from './people.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const person = (name: string, role: 'owner' | 'helper') => ({ name, role, approvalLimit: 500 });

function open() {
  const appDb = openAppDb(join(temporaryFolder(), 'app.db'), { now: () => 1_000 });
  onTestFinished(() => appDb.close());
  const ledger = openTestLedger();
  const people = new People({ appDb, ledger, local: 'ada' });
  people.set(person('ada', 'owner'), ADA);
  const access = createAccess({ rows: appDb.access, clock: () => 1_000, changed: () => {} });
  return { people, access, ledger };
}

describe('people', () => {
  it('an owner has no limit, a helper has theirs', () => {
    const { people } = open();
    expect(people.get('ada')).toMatchObject({ role: 'owner', approvalLimit: null });
    expect(people.set(person('bob', 'helper'), ADA)).toMatchObject({ approvalLimit: 500 });
    expect(people.me('bob').may).toContain('stop.pull');
    expect(people.me('ada').may).toBeNull();
  });

  it('the user of the data folder stays an owner, whoever else is one', () => {
    const { people } = open();
    people.set(person('eve', 'owner'), ADA);
    expect(() => people.set(person('ada', 'helper'), ADA)).toThrow(/can't be made a helper/);
    expect(() => people.remove('ada', ADA)).toThrow(/can't be removed/);
    expect(people.remove('eve', ADA)).toMatchObject({ name: 'eve' });
    expect(() => people.remove('eve', ADA)).toThrow(/Nobody is called/);
  });

  it('whoever is removed is let in no more, and the record says who did it', () => {
    const { people, access, ledger } = open();
    people.set(person('bob', 'helper'), ADA);
    const { token } = access.createToken('scanner', ADA, 'bob');
    const { secret } = access.redeem(access.invite(ADA, 'bob').token, 'Safari on iPhone')!;
    expect(access.check(digestOf(token))).toMatchObject({ person: 'bob' });
    expect(people.views('ada')).toMatchObject([{ you: true }, { name: 'bob', sessions: 1, tokens: 1 }]);
    people.remove('bob', ADA);
    expect(access.check(digestOf(token))).toBeNull();
    expect(access.check(digestOf(secret))).toBeNull();
    expect(
      ledger.audit
        .list({ limit: 3 })
        .map(({ kind, actor }) => [kind, actor.id])
        .sort(),
    ).toEqual([
      ['access.revoked', 'ada'],
      ['access.revoked', 'ada'],
      ['person.removed', 'ada'],
    ]);
  });
});
