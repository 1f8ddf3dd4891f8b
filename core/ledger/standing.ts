/** What stands until someone changes it: rules from rejections, owners of fields, policies. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { fromJson, type LedgerBase } from './base.ts';
import type { FieldOwnerRow, PolicyLimits, PolicyRow, RuleRow } from './types.ts';

export interface Rules {
  add(rule: Pick<RuleRow, 'storeId' | 'actionType' | 'key' | 'reason' | 'by' | 'fromAction'>): RuleRow;
  retire(id: number, actor: Actor): void;
  /** The rule that stands against a wish, or null. */
  against(storeId: StoreId, actionType: string, key: string): RuleRow | null;
  list(storeId?: StoreId): RuleRow[];
}

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

interface RuleRecord {
  id: number;
  store: string;
  action_type: string;
  key: string;
  reason: string;
  by_kind: Actor['kind'];
  by_id: string;
  from_action: number | null;
  created_at: number;
  retired_at: number | null;
}

export function createRules(base: LedgerBase): Rules {
  const { db } = base;
  const inForce = db.prepare<[string, string, string], RuleRecord>(
    'SELECT * FROM rules WHERE store = ? AND action_type = ? AND key = ? AND retired_at IS NULL',
  );
  const insert = db.prepare(
    `INSERT INTO rules (store, action_type, key, reason, by_kind, by_id, from_action, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const one = db.prepare<[number], RuleRecord>('SELECT * FROM rules WHERE id = ?');
  const retire = db.prepare('UPDATE rules SET retired_at = ? WHERE id = ? AND retired_at IS NULL');
  const all = db.prepare<[string | null], RuleRecord>(
    'SELECT * FROM rules WHERE store = coalesce(?, store) ORDER BY id DESC',
  );
  return {
    add(rule) {
      return base.transaction(() => {
        const present = inForce.get(rule.storeId, rule.actionType, rule.key);
        if (present) return toRule(present);
        const id = Number(
          insert.run(
            rule.storeId,
            rule.actionType,
            rule.key,
            rule.reason,
            rule.by.kind,
            rule.by.id,
            rule.fromAction,
            base.now(),
          ).lastInsertRowid,
        );
        base.audit({
          actor: rule.by,
          kind: 'rule.added',
          storeId: rule.storeId,
          subject: `rule:${id}`,
          data: { actionType: rule.actionType, key: rule.key, reason: rule.reason },
        });
        base.event(rule.storeId, 'rule.added', {
          ruleId: id,
          actionType: rule.actionType,
          reason: rule.reason,
        });
        return toRule(one.get(id)!);
      });
    },
    retire(id, actor) {
      base.transaction(() => {
        if (retire.run(base.now(), id).changes === 0) return;
        const rule = one.get(id)!;
        base.audit({ actor, kind: 'rule.retired', storeId: rule.store, subject: `rule:${id}` });
        base.event(rule.store, 'rule.retired', { ruleId: id });
      });
    },
    against(storeId, actionType, key) {
      const record = inForce.get(storeId, actionType, key);
      return record ? toRule(record) : null;
    },
    list: (storeId) => all.all(storeId ?? null).map(toRule),
  };
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

function toRule(record: RuleRecord): RuleRow {
  return {
    id: record.id,
    storeId: record.store,
    actionType: record.action_type,
    key: record.key,
    reason: record.reason,
    by: { kind: record.by_kind, id: record.by_id },
    fromAction: record.from_action,
    createdAt: record.created_at,
    retiredAt: record.retired_at,
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
