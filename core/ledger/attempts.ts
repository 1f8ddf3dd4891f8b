/** Attempts: the intents of actions. What is to be sent is stored here first, with the key it is sent under. */
import { type ErrorData, RoyalError } from '../../shared/errors.ts';
import { fromJson, type LedgerBase, toJson } from './base.ts';
import type { AttemptRow, AttemptState } from './types.ts';

/** What the executor keeps of its intents. Every call is durable when it returns, unless a transaction is open. */
export interface IntentStore {
  /** Stores the next intent of an action. Throws invalid_state while an earlier one is not settled. */
  open(actionId: number, request: unknown): AttemptRow;
  /** About to leave: from now on the shop may have acted. */
  markSent(id: number): AttemptRow;
  settle(
    id: number,
    state: 'answered' | 'refused' | 'uncertain',
    with_: { answer?: unknown; error?: ErrorData },
  ): AttemptRow;
  /** The newest intent of an action. */
  latest(actionId: number): AttemptRow | null;
}

export interface Attempts extends IntentStore {
  list(actionId: number): AttemptRow[];
}

interface AttemptRecord {
  id: number;
  action: number;
  number: number;
  key: string;
  request: string;
  state: AttemptState;
  sends: number;
  answer: string | null;
  error: string | null;
  created_at: number;
  first_sent_at: number | null;
  settled_at: number | null;
  epoch: number;
}

/** `ledgerId`, asked for each intent, makes keys differ between data folders that act on one shop. */
export function createAttempts(base: LedgerBase, ledgerId: () => string): Attempts {
  const { db } = base;
  const one = db.prepare<[number], AttemptRecord>('SELECT * FROM attempts WHERE id = ?');
  const latest = db.prepare<[number], AttemptRecord>(
    'SELECT * FROM attempts WHERE action = ? ORDER BY number DESC LIMIT 1',
  );
  const all = db.prepare<[number], AttemptRecord>('SELECT * FROM attempts WHERE action = ? ORDER BY number');
  const insert = db.prepare(
    `INSERT INTO attempts (action, number, key, request, state, created_at, epoch)
     VALUES (?, ?, ?, ?, 'intended', ?, ?)`,
  );
  const sent = db.prepare(
    `UPDATE attempts SET state = 'sent', sends = sends + 1, first_sent_at = coalesce(first_sent_at, ?)
     WHERE id = ? AND state IN ('intended', 'sent', 'uncertain')`,
  );
  const settle = db.prepare(
    `UPDATE attempts SET state = ?, answer = ?, error = ?, settled_at = ?
     WHERE id = ? AND state IN ('intended', 'sent', 'uncertain')`,
  );
  const refuse = (text: string, id: number): never => {
    throw new RoyalError({
      code: 'invalid_state',
      message: text,
      next: 'Run `royal doctor`, and report this message if it finds nothing.',
      details: { attempt: id },
    });
  };

  return {
    open(actionId, request) {
      return base.transaction(() => {
        const before = latest.get(actionId);
        if (before && before.state !== 'refused')
          refuse(
            `Intent ${before.number} of action ${actionId} is ${before.state}; no other may be opened.`,
            before.id,
          );
        const number = (before?.number ?? 0) + 1;
        const key = `royal-${ledgerId().slice(0, 13)}-${actionId}-${number}`;
        const { lastInsertRowid } = insert.run(
          actionId,
          number,
          key,
          JSON.stringify(request),
          base.now(),
          base.epoch,
        );
        return toAttempt(one.get(Number(lastInsertRowid))!);
      });
    },
    markSent(id) {
      if (sent.run(base.now(), id).changes === 0) refuse('A settled intent may not be sent again.', id);
      return toAttempt(one.get(id)!);
    },
    settle(id, state, { answer, error }) {
      if (settle.run(state, toJson(answer), toJson(error), base.now(), id).changes === 0)
        refuse('The intent is settled already.', id);
      return toAttempt(one.get(id)!);
    },
    latest(actionId) {
      const record = latest.get(actionId);
      return record ? toAttempt(record) : null;
    },
    list: (actionId) => all.all(actionId).map(toAttempt),
  };
}

function toAttempt(record: AttemptRecord): AttemptRow {
  return {
    id: record.id,
    actionId: record.action,
    number: record.number,
    key: record.key,
    request: JSON.parse(record.request) as unknown,
    state: record.state,
    sends: record.sends,
    answer: fromJson(record.answer),
    error: fromJson(record.error),
    createdAt: record.created_at,
    firstSentAt: record.first_sent_at,
    settledAt: record.settled_at,
    epoch: record.epoch,
  };
}
