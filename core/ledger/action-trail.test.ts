import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ActionState, Actor, Proposal } from '../../shared/action.ts';
import type { Ledger } from './ledger.ts';
import { memoryAnchor, openTestLedger, temporaryFolder } from './testing/test-ledger.ts';

const AGENT: Actor = { kind: 'agent', id: 'inventory-forecasting' };
const OWNER: Actor = { kind: 'person', id: 'ada' };

const proposal = (fields: Partial<Proposal> = {}): Proposal => ({
  type: 'price.change',
  storeId: 'gbp',
  input: { variantId: 11, price: 900 },
  title: 'Mug: price £9.00',
  evidence: [],
  key: 'price:11',
  ...fields,
});

/** A ledger with one action led through `states`, and a way to do to its file what only an outsider would. */
function scene(states: ActionState[] = []) {
  const file = `${temporaryFolder()}/ledger.db`;
  const anchor = memoryAnchor();
  let ledger = openTestLedger({ file, anchor });
  const id = ledger.actions.propose(proposal(), { actor: AGENT }).id!;
  for (const state of states) ledger.actions.transition(id, state, { actor: OWNER });
  return {
    id,
    ledger,
    tamper(sql: string): Ledger {
      ledger.close();
      const raw = new Database(file);
      raw.exec(sql);
      raw.close();
      ledger = openTestLedger({ file, anchor });
      return ledger;
    },
  };
}

const REPRICED = `UPDATE actions SET input = '{"variantId":11,"price":1}' WHERE id = 1`;

describe('an action changed in the file', () => {
  it.each([
    ['its input, proposed', [], REPRICED, 1],
    ['its input, approved', ['approved'], REPRICED, 2],
    ['its input, carried out', ['approved', 'executing', 'verified'], REPRICED, 4],
    ['its input, to no JSON', ['approved'], `UPDATE actions SET input = '{' WHERE id = 1`, 2],
    ['its store', ['approved'], `UPDATE actions SET store = 'eur' WHERE id = 1`, 2],
    ['its type', ['approved'], `UPDATE actions SET type = 'order.tag' WHERE id = 1`, 2],
    ['its state', [], `UPDATE actions SET state = 'approved' WHERE id = 1`, 1],
    ['its state, back', ['rejected'], `UPDATE actions SET state = 'proposed' WHERE id = 1`, 2],
  ] as [string, ActionState[], string, number][])('shows: %s', (_what, states, sql, at) => {
    const { ledger, tamper } = scene(states);
    expect(ledger.audit.verify().state).toBe('ok');
    const verdict = tamper(sql).audit.verify();
    expect(verdict).toMatchObject({ state: 'broken', break: 'action_changed', at });
    expect(verdict).toHaveProperty(
      'text',
      expect.stringMatching(/^Action 1 was changed outside the program: /),
    );
  });

  it('shows one that was added, and one that was removed', () => {
    const added = scene().tamper(
      `INSERT INTO actions (type, store, input, title, evidence, key, state, proposed_by_kind, proposed_by_id,
         created_at, updated_at) SELECT type, store, input, title, evidence, 'other', 'approved', 'person', 'ada', 1, 1
       FROM actions`,
    );
    expect(added.audit.verify()).toMatchObject({ break: 'action_added', at: null });
    expect(added.audit.verify()).toHaveProperty('text', expect.stringMatching(/^Action 2 was added outside/));
    expect(scene().tamper('DELETE FROM actions').audit.verify()).toMatchObject({
      break: 'action_removed',
      at: 1,
      text: expect.stringMatching(/^Action 1 was removed outside/),
    });
  });

  it('is no break where the same input is only written otherwise, nor once it is put back', () => {
    const { tamper } = scene(['approved']);
    const turned = tamper(`UPDATE actions SET input = '{ "price": 900, "variantId": 11 }'`);
    expect(turned.audit.verify().state).toBe('ok');
    expect(tamper(REPRICED).audit.verify().state).toBe('broken');
    const back = tamper(`UPDATE actions SET input = '{"variantId":11,"price":900}'`);
    expect(back.audit.verify().state).toBe('ok');
  });

  it('can not be approved or called verified, but rejected, and the break stays', () => {
    const proposed = scene().tamper(REPRICED);
    expect(() => proposed.actions.transition(1, 'approved', { actor: OWNER })).toThrow(
      /Action 1 was changed outside the program/,
    );
    proposed.actions.transition(1, 'rejected', { actor: OWNER });
    expect(proposed.audit.verify()).toMatchObject({ break: 'action_changed', at: 2 });
    const under = scene(['approved', 'executing']).tamper(REPRICED);
    expect(() => under.actions.transition(1, 'verified', { actor: OWNER })).toThrow(/changed outside/);
  });

  it('keeps a state forged for one more step on record', () => {
    const ledger = scene(['rejected']).tamper(`UPDATE actions SET state = 'snoozed'`);
    ledger.actions.transition(1, 'proposed', { actor: OWNER });
    expect(() => ledger.actions.transition(1, 'approved', { actor: OWNER })).toThrow(/changed outside/);
    expect(ledger.audit.verify()).toMatchObject({
      break: 'action_changed',
      at: 3,
      text: expect.stringMatching(/snoozed before row 3, and rejected by row 2/),
    });
  });

  it('makes way for the same wish made anew', () => {
    const ledger = scene().tamper(REPRICED);
    const again = ledger.actions.propose(proposal({ input: { variantId: 11, price: 1 } }), { actor: AGENT });
    expect(again).toMatchObject({ outcome: 'replaced', id: 2 });
    expect(ledger.actions.transition(2, 'approved', { actor: OWNER }).state).toBe('approved');
  });

  it('is not covered up by an audit row from elsewhere', () => {
    const { ledger, tamper } = scene();
    const row = { actor: OWNER, kind: 'action.approved', subject: 'action:1', storeId: 'gbp' };
    ledger.audit.append({ ...row, source: 'app:1', data: { from: 'proposed' } });
    expect(ledger.audit.verify().state).toBe('ok');
    const forged = tamper(
      `UPDATE actions SET state = 'approved';
       INSERT INTO audit (number, at, actor_kind, actor_id, kind, store, subject, data, hash)
       SELECT 3, at, 'person', 'ada', 'action.approved', store, subject, '{"from":"proposed"}', hash
       FROM audit WHERE number = 1`,
    );
    expect(forged.actions.contradiction(1)?.message).toMatch(/Row 3, which tells of action 1, was altered/);
  });
});

describe('a ledger that knew no hashes', () => {
  /** Rows as they were written before. */
  const older = (data: Record<string, unknown>, states: ActionState[]) => {
    const file = `${temporaryFolder()}/ledger.db`;
    const anchor = memoryAnchor();
    const ledger = openTestLedger({ file, anchor });
    const about = { actor: OWNER, storeId: 'gbp', subject: 'action:1' };
    ledger.audit.append({ ...about, kind: 'action.proposed', data });
    let from: ActionState = 'proposed';
    for (const state of states) {
      ledger.audit.append({ ...about, kind: `action.${state}`, data: { from, reason: null } });
      from = state;
    }
    ledger.close();
    const raw = new Database(file);
    const insert = raw.prepare(
      `INSERT INTO actions (type, store, input, title, evidence, key, state, proposed_by_kind, proposed_by_id,
         created_at, updated_at) VALUES ('price.change', 'gbp', ?, 't', '[]', 'k', ?, 'person', 'ada', 1, 1)`,
    );
    return (input: unknown, state: ActionState): Ledger => {
      insert.run(JSON.stringify(input), state);
      raw.close();
      return openTestLedger({ file, anchor });
    };
  };
  const INPUT = { variantId: 11, price: 900 };
  const PROPOSED = { type: 'price.change', title: 't', input: INPUT, key: 'k', undoes: null };

  it('holds, goes on, and shows a change by the input in its proposal', () => {
    const ledger = older({ ...PROPOSED, replaces: null }, ['approved'])(INPUT, 'approved');
    expect(ledger.audit.verify().state).toBe('ok');
    ledger.actions.transition(1, 'executing', { actor: OWNER });
    ledger.actions.transition(1, 'verified', { actor: OWNER });
    expect(ledger.audit.verify()).toMatchObject({ state: 'ok', rows: 4 });
    const changed = older({ ...PROPOSED, replaces: null }, ['approved'])({ ...INPUT, price: 1 }, 'approved');
    expect(changed.audit.verify()).toMatchObject({ break: 'action_changed', at: 1 });
  });

  it('does not say whether a newer wish inherited a snooze', () => {
    const inherited = older({ ...PROPOSED, replaces: 7 }, [])(INPUT, 'snoozed');
    expect(inherited.audit.verify().state).toBe('ok');
    inherited.actions.transition(1, 'proposed', { actor: OWNER });
    expect(inherited.audit.verify().state).toBe('ok');
    expect(older({ ...PROPOSED, replaces: null }, [])(INPUT, 'snoozed').audit.verify().state).toBe('broken');
  });
});

describe('an inherited snooze', () => {
  it('is in the record', () => {
    const { ledger, id } = scene();
    ledger.actions.transition(id, 'snoozed', { actor: OWNER, snoozedUntil: 9_000 });
    const newer = ledger.actions.propose(proposal({ input: 2 }), { actor: AGENT }).id!;
    expect(ledger.audit.verify().state).toBe('ok');
    ledger.actions.transition(newer, 'proposed', { actor: OWNER });
    expect(ledger.audit.verify().state).toBe('ok');
  });
});
