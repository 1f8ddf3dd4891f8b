/** Agents that a person told to rest, in one store or in all of them. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';

export interface PauseRow {
  agent: string;
  /** null: in every store. */
  storeId: StoreId | null;
  by: string;
  reason: string | null;
  at: EpochMs;
}

export interface Pauses {
  /** A second pause of the same keeps the first. */
  set(pause: { agent: string; storeId: StoreId | null; reason: string | null }, actor: Actor): PauseRow;
  /** Without a store: wherever it is paused. Returns whether anything was paused so. */
  lift(agent: string, storeId: StoreId | null, actor: Actor): boolean;
  /** What keeps the agent from running in the store; null where nothing does. */
  against(agent: string, storeId: StoreId): PauseRow | null;
  list(agent?: string): PauseRow[];
}

/** In place of a store's id: none may be called so. */
const EVERYWHERE = '*';

interface PauseRecord {
  agent: string;
  store: string;
  by: string;
  reason: string | null;
  at: EpochMs;
}

export function createPauses(base: LedgerBase): Pauses {
  const { db } = base;
  const select = 'SELECT agent, store, by_id AS "by", reason, at FROM agent_pauses';
  const one = db.prepare<[string, string], PauseRecord>(`${select} WHERE agent = ? AND store = ?`);
  const holding = db.prepare<[string, string], PauseRecord>(
    `${select} WHERE agent = ? AND store IN (?, '*') ORDER BY store = '*' DESC LIMIT 1`,
  );
  const all = db.prepare<[string | null], PauseRecord>(
    `${select} WHERE agent = coalesce(?, agent) ORDER BY agent, store`,
  );
  const insert = db.prepare(
    'INSERT INTO agent_pauses (agent, store, by_id, reason, at) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM agent_pauses WHERE agent = ? AND store = ?');

  const changed = (kind: string, actor: Actor, agent: string, storeId: StoreId | null, data = {}): void => {
    base.audit({ actor, kind, storeId, subject: `agent:${agent}`, data });
    base.event(storeId, kind, { agent, by: actor.id, ...data });
  };

  return {
    set({ agent, storeId, reason }, actor) {
      return base.transaction(() => {
        const store = storeId ?? EVERYWHERE;
        const present = one.get(agent, store);
        if (present) return toPause(present);
        insert.run(agent, store, actor.id, reason, base.now());
        changed('agent.paused', actor, agent, storeId, { reason });
        return toPause(one.get(agent, store)!);
      });
    },
    lift(agent, storeId, actor) {
      return base.transaction(() => {
        const places = storeId === null ? all.all(agent).map(({ store }) => store) : [storeId];
        const lifted = places.filter((store) => remove.run(agent, store).changes > 0);
        for (const store of lifted)
          changed('agent.resumed', actor, agent, store === EVERYWHERE ? null : store);
        return lifted.length > 0;
      });
    },
    against(agent, storeId) {
      const record = holding.get(agent, storeId);
      return record ? toPause(record) : null;
    },
    list: (agent) => all.all(agent ?? null).map(toPause),
  };
}

function toPause({ store, ...rest }: PauseRecord): PauseRow {
  return { ...rest, storeId: store === EVERYWHERE ? null : store };
}
