/** What stands until someone changes it: owners of fields, and policies. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { fromJson, type LedgerBase } from './base.ts';
import type { FieldOwnerRow, PolicyLimits, PolicyRow } from './types.ts';

export interface FieldOwners {
  /** We wrote it: from now on it is ours. */
  wrote(field: { storeId: StoreId; subject: string; field: string; value: string; actionId: number }): void;
  /** A value read in the shop. Where it is not the one we wrote, the field is another writer's from now on. */
  found(field: { storeId: StoreId; subject: string; field: string; value: string }): FieldOwnerRow | null;
  get(storeId: StoreId, subject: string, field: string): FieldOwnerRow | null;
  /** Fields that we wrote and another changed since. */
  lost(storeId: StoreId): FieldOwnerRow[];
}

export interface Policies {
  set(policy: Omit<PolicyRow, 'updatedAt'>, actor: Actor): PolicyRow;
  list(): PolicyRow[];
  /** Most specific first: subject and type, subject alone, type alone, all; of each that of the store before all stores'. */
  forSubject(
    kind: 'agent' | 'person',
    id: string,
    actionType: string,
    storeId: StoreId | null,
  ): PolicyRow | null;
}

export function createFieldOwners(base: LedgerBase): FieldOwners {
  const { db } = base;
  const select = `SELECT store AS storeId, subject, field, writer, action AS actionId, value, found, at
    FROM field_owners`;
  const one = db.prepare<[string, string, string], FieldOwnerRow>(
    `${select} WHERE store = ? AND subject = ? AND field = ?`,
  );
  const lost = db.prepare<[string], FieldOwnerRow>(
    `${select} WHERE store = ? AND writer = 'other' ORDER BY subject, field`,
  );
  const write = db.prepare(
    `INSERT INTO field_owners (store, subject, field, writer, action, value, at)
     VALUES (?, ?, ?, 'program', ?, ?, ?)
     ON CONFLICT (store, subject, field) DO UPDATE SET writer = 'program', action = excluded.action,
       value = excluded.value, found = NULL, at = excluded.at`,
  );
  const lose = db.prepare(
    `UPDATE field_owners SET writer = 'other', found = ?, at = ? WHERE store = ? AND subject = ? AND field = ?`,
  );
  return {
    wrote({ storeId, subject, field, value, actionId }) {
      write.run(storeId, subject, field, actionId, value, base.now());
    },
    found({ storeId, subject, field, value }) {
      return base.transaction(() => {
        const row = one.get(storeId, subject, field);
        if (!row) return null;
        if (row.writer === 'program' && row.value !== value) {
          lose.run(value, base.now(), storeId, subject, field);
          base.event(storeId, 'field.taken_over', { subject, field, wrote: row.value, found: value });
        }
        return one.get(storeId, subject, field)!;
      });
    },
    get: (storeId, subject, field) => one.get(storeId, subject, field) ?? null,
    lost: (storeId) => lost.all(storeId),
  };
}

interface PolicyRecord {
  subject_kind: 'agent' | 'person';
  subject_id: string;
  action_type: string;
  store: string;
  mode: PolicyRow['mode'];
  limits: string;
  updated_at: number;
}

export function createPolicies(base: LedgerBase): Policies {
  const { db } = base;
  const upsert = db.prepare(
    `INSERT INTO policies (subject_kind, subject_id, action_type, store, mode, limits, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (subject_kind, subject_id, action_type, store)
       DO UPDATE SET mode = excluded.mode, limits = excluded.limits, updated_at = excluded.updated_at`,
  );
  const all = db.prepare<[], PolicyRecord>(
    'SELECT * FROM policies ORDER BY subject_kind, subject_id, action_type, store',
  );
  const best = db.prepare<[string, string, string, string], PolicyRecord>(
    `SELECT * FROM policies WHERE subject_kind = ? AND subject_id IN (?, '*') AND action_type IN (?, '*')
       AND store IN (?, '*')
     ORDER BY subject_id = '*', action_type = '*', store = '*' LIMIT 1`,
  );
  return {
    set(policy, actor) {
      return base.transaction(() => {
        const { subject, actionType, storeId, mode, limits } = policy;
        const before = best.get(subject.kind, subject.id, actionType, storeId ?? '*');
        const at = base.now();
        upsert.run(subject.kind, subject.id, actionType, storeId ?? '*', mode, JSON.stringify(limits), at);
        base.audit({
          actor,
          kind: 'policy.changed',
          storeId,
          subject: `${subject.kind}:${subject.id}`,
          data: { actionType, mode, limits, before: before ? toPolicy(before) : null },
        });
        base.event(storeId, 'policy.changed', { subject, actionType, mode });
        return { ...policy, updatedAt: at };
      });
    },
    list: () => all.all().map(toPolicy),
    forSubject(kind, id, actionType, storeId) {
      const record = best.get(kind, id, actionType, storeId ?? '*');
      return record ? toPolicy(record) : null;
    },
  };
}

function toPolicy(record: PolicyRecord): PolicyRow {
  return {
    subject: { kind: record.subject_kind, id: record.subject_id },
    actionType: record.action_type,
    storeId: record.store === '*' ? null : record.store,
    mode: record.mode,
    limits: fromJson<PolicyLimits>(record.limits) ?? {},
    updatedAt: record.updated_at,
  };
}
