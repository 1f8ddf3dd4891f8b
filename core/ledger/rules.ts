/** Rules: what agents shall not propose and why, and the wishes that were kept back by them. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { fromJson, type LedgerBase, toJson } from './base.ts';
import { canonicalJson } from './canonical-json.ts';
import type { KeptBackRow, RuleCondition, RuleRow } from './types.ts';

type RuleWish = Pick<RuleRow, 'scope' | 'condition' | 'until' | 'reason' | 'by' | 'fromAction'>;

export interface Rules {
  /** One that says the same, until the same time, stands already: answers with that one. */
  add(rule: RuleWish): RuleRow;
  /** Takes effect at once. Throws not_found, and invalid_state where it was removed before. */
  retire(id: number, actor: Actor): RuleRow;
  /** Those in force that may concern such a proposal, oldest first; variant, supplier and condition are not looked at. */
  inForce(storeId: StoreId, actionType: string, agent: string): RuleRow[];
  /** Throws not_found. */
  require(id: number): RuleRow;
  /** Newest first; `all` with those that are over or removed. */
  list(filter?: { storeId?: StoreId; all?: boolean }): RuleRow[];
  /** Counts a wish that a rule kept back. */
  keep(
    ruleId: number,
    wish: Pick<KeptBackRow, 'storeId' | 'actionType' | 'agent' | 'key' | 'variantId' | 'title'>,
  ): void;
  /** Last kept back first. */
  kept(filter: { ruleId?: number; storeId?: StoreId; limit: number; offset: number }): {
    rows: KeptBackRow[];
    total: number;
  };
}

interface RuleRecord {
  id: number;
  store: string | null;
  action_type: string | null;
  agent: string | null;
  variant: number | null;
  product: number | null;
  supplier: string | null;
  key: string | null;
  condition: string | null;
  until_at: number | null;
  reason: string;
  by_kind: Actor['kind'];
  by_id: string;
  from_action: number | null;
  created_at: number;
  retired_at: number | null;
  retired_by_kind: Actor['kind'] | null;
  retired_by_id: string | null;
  kept: number | null;
  times: number | null;
  last_at: number | null;
}

const RULES = `SELECT r.*, k.kept, k.times, k.last_at FROM rules r
  LEFT JOIN (SELECT rule, count(*) AS kept, sum(times) AS times, max(last_at) AS last_at
    FROM kept_back GROUP BY rule) k ON k.rule = r.id`;

export function createRules(base: LedgerBase): Rules {
  const { db } = base;
  const insert = db.prepare(
    `INSERT INTO rules (store, action_type, agent, variant, product, supplier, key, condition, says, until_at,
       reason, by_kind, by_id, from_action, created_at)
     VALUES (@store, @actionType, @agent, @variant, @product, @supplier, @key, @condition, @says, @until,
       @reason, @byKind, @byId, @fromAction, @at)`,
  );
  const one = db.prepare<[number], RuleRecord>(`${RULES} WHERE r.id = ?`);
  const same = db.prepare<[string], RuleRecord>(`${RULES} WHERE r.says = ? AND r.retired_at IS NULL`);
  const retire = db.prepare(
    'UPDATE rules SET retired_at = ?, retired_by_kind = ?, retired_by_id = ? WHERE id = ?',
  );
  const inForce = db.prepare<
    [{ store: string; actionType: string; agent: string; now: EpochMs }],
    RuleRecord
  >(
    `${RULES} WHERE r.retired_at IS NULL AND (r.until_at IS NULL OR r.until_at > @now)
       AND coalesce(r.store, @store) = @store AND coalesce(r.action_type, @actionType) = @actionType
       AND coalesce(r.agent, @agent) = @agent ORDER BY r.id`,
  );
  const list = db.prepare<[{ store: string | null; all: number; now: EpochMs }], RuleRecord>(
    `${RULES} WHERE (@store IS NULL OR r.store IS NULL OR r.store = @store)
       AND (@all OR (r.retired_at IS NULL AND (r.until_at IS NULL OR r.until_at > @now))) ORDER BY r.id DESC`,
  );
  const keep = db.prepare(
    `INSERT INTO kept_back (rule, store, action_type, agent, key, variant, title, first_at, last_at, times)
     VALUES (@rule, @store, @actionType, @agent, @key, @variant, @title, @at, @at, 1)
     ON CONFLICT (rule, store, action_type, agent, key, variant)
       DO UPDATE SET title = excluded.title, last_at = excluded.last_at, times = times + 1`,
  );
  const KEPT = 'FROM kept_back WHERE (@rule IS NULL OR rule = @rule) AND (@store IS NULL OR store = @store)';
  const kept = db.prepare<[Record<string, unknown>], KeptBackRow>(
    `SELECT id, rule AS ruleId, store AS storeId, action_type AS actionType, agent, key,
       nullif(variant, 0) AS variantId, title, first_at AS firstAt, last_at AS lastAt, times
     ${KEPT} ORDER BY last_at DESC, id DESC LIMIT @limit OFFSET @offset`,
  );
  const keptTotal = db.prepare<[Record<string, unknown>], number>(`SELECT count(*) ${KEPT}`).pluck();

  const requireRule = (id: number): RuleRow => {
    const record = one.get(id);
    if (record) return toRule(record);
    throw new RoyalError({
      code: 'not_found',
      message: `There is no rule ${id}.`,
      next: 'Look at the list of rules for those there are.',
    });
  };
  const end = (rule: RuleRow, actor: Actor): RuleRow => {
    retire.run(base.now(), actor.kind, actor.id, rule.id);
    const storeId = rule.scope.storeId ?? null;
    base.audit({ actor, kind: 'rule.retired', storeId, subject: `rule:${rule.id}` });
    base.event(storeId, 'rule.retired', { ruleId: rule.id });
    return requireRule(rule.id);
  };

  return {
    add(rule) {
      return base.transaction(() => {
        const { scope, condition, until, reason, by, fromAction } = rule;
        const says = canonicalJson({ scope, condition: condition ?? undefined });
        const present = same.get(says);
        if (present && present.until_at === until) return toRule(present);
        if (present) end(toRule(present), by);
        const { lastInsertRowid } = insert.run({
          store: scope.storeId ?? null,
          actionType: scope.actionType ?? null,
          agent: scope.agent ?? null,
          variant: scope.variantId ?? null,
          product: scope.productId ?? null,
          supplier: scope.supplier ?? null,
          key: scope.key ?? null,
          condition: toJson(condition),
          says,
          until,
          reason,
          byKind: by.kind,
          byId: by.id,
          fromAction,
          at: base.now(),
        });
        const id = Number(lastInsertRowid);
        const storeId = scope.storeId ?? null;
        base.audit({
          actor: by,
          kind: 'rule.added',
          storeId,
          subject: `rule:${id}`,
          data: { scope, condition, until, reason, fromAction },
        });
        base.event(storeId, 'rule.added', { ruleId: id, scope, reason });
        return requireRule(id);
      });
    },
    retire(id, actor) {
      return base.transaction(() => {
        const rule = requireRule(id);
        if (rule.retiredAt !== null)
          throw new RoyalError({
            code: 'invalid_state',
            message: `Rule ${id} was removed before.`,
            next: 'Nothing needs to be done.',
            details: { id },
          });
        return end(rule, actor);
      });
    },
    inForce: (store, actionType, agent) =>
      inForce.all({ store, actionType, agent, now: base.now() }).map(toRule),
    require: requireRule,
    list: ({ storeId, all = false } = {}) =>
      list.all({ store: storeId ?? null, all: Number(all), now: base.now() }).map(toRule),
    keep(ruleId, wish) {
      base.transaction(() => {
        const { storeId, actionType, agent, key, variantId, title } = wish;
        const variant = variantId ?? 0;
        keep.run({ rule: ruleId, store: storeId, actionType, agent, key, variant, title, at: base.now() });
        base.event(storeId, 'rule.kept_back', { ruleId, actionType, agent, title, variantId });
      });
    },
    kept({ ruleId, storeId, limit, offset }) {
      const filter = { rule: ruleId ?? null, store: storeId ?? null };
      return { rows: kept.all({ ...filter, limit, offset }), total: keptTotal.get(filter)! };
    },
  };
}

function toRule(record: RuleRecord): RuleRow {
  const scope: RuleRow['scope'] = {};
  if (record.store !== null) scope.storeId = record.store;
  if (record.action_type !== null) scope.actionType = record.action_type;
  if (record.agent !== null) scope.agent = record.agent;
  if (record.variant !== null) scope.variantId = record.variant;
  if (record.product !== null) scope.productId = record.product;
  if (record.supplier !== null) scope.supplier = record.supplier;
  if (record.key !== null) scope.key = record.key;
  return {
    id: record.id,
    scope,
    condition: fromJson<RuleCondition>(record.condition),
    until: record.until_at,
    reason: record.reason,
    by: { kind: record.by_kind, id: record.by_id },
    fromAction: record.from_action,
    createdAt: record.created_at,
    retiredAt: record.retired_at,
    retiredBy:
      record.retired_by_kind === null
        ? null
        : { kind: record.retired_by_kind, id: record.retired_by_id ?? '' },
    kept: record.kept ?? 0,
    times: record.times ?? 0,
    lastKeptAt: record.last_at,
  };
}
