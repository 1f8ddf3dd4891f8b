/** Lists of actions that are read and nothing else: by who proposed, by run, by what expires. */
import type { ActionState } from '../../shared/action.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { ActionRow } from './types.ts';

export interface AgentActions {
  /**
   * The newest of what an agent proposed of a type since a time, oldest first; a wish that a newer took the place of is
   * left out.
   */
  proposedBy(filter: {
    agent: string;
    type: string;
    storeId?: string;
    since: EpochMs;
    limit: number;
  }): ActionRow[];
  /** What an agent proposed, nobody has decided on and no person has changed. */
  undecided(agent: string, storeId: string): { id: number; key: string; snoozed: boolean }[];
  /** Undecided ones that expire within the span, soonest first. */
  expiring(from: EpochMs, to: EpochMs, limit: number): ActionRow[];
  /** What an agent proposed and was carried out, newest first. */
  carriedOut(filter: { agent: string; storeId?: string; before?: number; limit: number }): ActionRow[];
  ofRun(run: number): ActionRow[];
  /** Those of a store after an id, oldest first. */
  olderFirst(storeId: string, after: number, limit: number): ActionRow[];
}

/** `replaced`: the reason that a wish carries which a newer took the place of. */
export function agentActions<Stored>(
  db: Database,
  toAction: (stored: Stored) => ActionRow,
  replaced: string,
): AgentActions {
  const proposedBy = db.prepare<[string, string, number, string | null, number], Stored>(
    `SELECT * FROM actions WHERE agent = ? AND type = ? AND created_at >= ? AND store = coalesce(?, store)
       AND proposed_by_kind = 'agent' AND NOT (state = 'expired' AND reason = '${replaced}')
     ORDER BY created_at DESC, id DESC LIMIT ?`,
  );
  const undecided = db.prepare<[string, string], { id: number; key: string; state: ActionState }>(
    `SELECT id, key, state FROM actions WHERE store = ? AND agent = ? AND proposed_by_kind = 'agent'
       AND state IN ('proposed', 'snoozed') AND edited IS NULL ORDER BY id`,
  );
  const expiring = db.prepare<[number, number, number], Stored>(
    `SELECT * FROM actions WHERE state = 'proposed' AND expires_at > ? AND expires_at <= ?
     ORDER BY expires_at LIMIT ?`,
  );
  const carriedOut = db.prepare<[string, string | null, number | null, number], Stored>(
    `SELECT * FROM actions WHERE agent = ? AND state IN ('verified', 'undone') AND undoes IS NULL
       AND store = coalesce(?, store) AND id < coalesce(?, 9007199254740991) ORDER BY id DESC LIMIT ?`,
  );
  const ofRun = db.prepare<[number], Stored>('SELECT * FROM actions WHERE run = ? ORDER BY id');

  const olderFirst = db.prepare<[string, number, number], Stored>(
    'SELECT * FROM actions WHERE store = ? AND id > ? ORDER BY id LIMIT ?',
  );

  return {
    proposedBy: ({ agent, type, storeId, since, limit }) =>
      proposedBy
        .all(agent, type, since, storeId ?? null, limit)
        .map(toAction)
        .reverse(),
    undecided: (agent, storeId) =>
      undecided.all(storeId, agent).map(({ id, key, state }) => ({ id, key, snoozed: state === 'snoozed' })),
    expiring: (from, to, limit) => expiring.all(from, to, limit).map(toAction),
    carriedOut: ({ agent, storeId, before, limit }) =>
      carriedOut.all(agent, storeId ?? null, before ?? null, limit).map(toAction),
    ofRun: (run) => ofRun.all(run).map(toAction),
    olderFirst: (storeId, after, limit) => olderFirst.all(storeId, after, limit).map(toAction),
  };
}
