/** Actions: proposed once per wish, moved only along their states; each move writes its audit row and event. */
import type { ActionState, Actor, Proposal } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { oneLine } from '../../shared/one-line.ts';
import { type ActionEdit, createEdit } from './action-edit.ts';
import { type ActionPages, createActionPages } from './action-pages.ts';
import { type ActionRecord, toAction } from './action-record.ts';
import { mayBecome, UNDECIDED } from './action-states.ts';
import { contentHash, parseInput } from './action-trail.ts';
import { type AgentActions, agentActions } from './agent-actions.ts';
import { type LedgerBase, toJson } from './base.ts';
import { briefOf } from './brief.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ActionFilter, ActionRow, ProposeOutcome, TransitionNote } from './types.ts';

const REPLACED = 'A newer proposal took its place.';

interface ProposeBy {
  actor: Actor;
  agent?: string | null;
  runId?: number | null;
  undoes?: number | null;
}

export interface Actions extends ActionPages, AgentActions {
  /**
   * Same key, undecided: the older one expires and the newer takes its place (and its snooze); where the input is
   * the same too, the older keeps its id and takes the newer evidence. Same key, under way: dropped.
   */
  propose(proposal: Proposal, by: ProposeBy): ProposeOutcome;
  /**
   * Throws invalid_state on a way that does not exist, not_found where there is no such action, and audit_broken
   * where an action that was changed outside the program would be approved or called verified.
   */
  transition(id: number, to: ActionState, note: TransitionNote): ActionRow;
  /** Changes what an undecided proposal would do; what was proposed stays beside it. Throws invalid_state, audit_broken. */
  edit(id: number, edit: ActionEdit): ActionRow;
  /** A remark on an action that stays where it is: what the executor knows by now. */
  annotate(id: number, note: Pick<TransitionNote, 'outcome' | 'needsPerson'>): ActionRow;
  /** Marks an executing action as taken up by this epoch. */
  takeUp(id: number): ActionRow;
  get(id: number): ActionRow | null;
  /** audit_broken where the action is not what the audit chain says of it; null where it is. Throws not_found. */
  contradiction(id: number): RoyalError | null;
  /** Throws not_found. */
  require(id: number): ActionRow;
  /** Newest first. */
  list(filter?: ActionFilter): ActionRow[];
  /** Approved, executing and unknown ones of a store, oldest first: the executor's queue. */
  queue(storeId: string): ActionRow[];
  /** Stores with such actions. */
  storesWithQueue(): string[];
  /** Proposed or snoozed ones whose time has come, whichever it is. */
  due(at: number): ActionRow[];
  /** How many there are in each state, and how many need a person. */
  counts(): { states: Partial<Record<ActionState, number>>; needPerson: number };
  /** Let through at or after an instant and not failed since, oldest first: what limits count. */
  letThroughSince(at: number, filter: { storeId: string; agent?: string; person?: string }): ActionRow[];
}

export function createActions(base: LedgerBase): Actions {
  const { db } = base;
  const one = db.prepare<[number], ActionRecord>('SELECT * FROM actions WHERE id = ?');
  const open = db.prepare<[string, string], ActionRecord>(
    `SELECT * FROM actions WHERE store = ? AND key = ?
       AND state IN ('proposed', 'snoozed', 'approved', 'executing', 'unknown')`,
  );
  const insert = db.prepare(
    `INSERT INTO actions (type, store, input, title, evidence, effect, confidence, risks, expires_at, key, state,
       agent, run, proposed_by_kind, proposed_by_id, undoes, snoozed_until, brief, created_at, updated_at)
     VALUES (@type, @store, @input, @title, @evidence, @effect, @confidence, @risks, @expires_at, @key, @state,
       @agent, @run, @proposed_by_kind, @proposed_by_id, @undoes, @snoozed_until, @brief, @at, @at)`,
  );
  const refresh = db.prepare(
    `UPDATE actions SET title = @title, evidence = @evidence, effect = @effect, confidence = @confidence,
       risks = @risks, expires_at = @expires_at, agent = @agent, run = @run, brief = @brief, updated_at = @at
     WHERE id = @id`,
  );
  const move = db.prepare(
    `UPDATE actions SET state = @state, reason = @reason, outcome = @outcome, snoozed_until = @snoozed_until,
       needs_person = @needs_person, undone_by = @undone_by, decided_by_kind = @decided_by_kind,
       decided_by_id = @decided_by_id, decided_at = @decided_at, epoch = @epoch, updated_at = @at WHERE id = @id`,
  );
  const takeUp = db.prepare('UPDATE actions SET epoch = ?, updated_at = ? WHERE id = ?');

  const queue = db.prepare<[string], ActionRecord>(
    `SELECT * FROM actions WHERE store = ? AND state IN ('approved', 'executing', 'unknown') ORDER BY id`,
  );
  const storesWithQueue = db
    .prepare<[], string>(
      `SELECT DISTINCT store FROM actions WHERE state IN ('approved', 'executing', 'unknown') ORDER BY store`,
    )
    .pluck();
  const due = db.prepare<[{ at: number }], ActionRecord>(
    `SELECT * FROM actions WHERE (state IN ('proposed', 'snoozed') AND expires_at <= @at)
       OR (state = 'snoozed' AND snoozed_until <= @at) ORDER BY id`,
  );
  const pages = createActionPages(base);

  const find = (id: number): ActionRecord => {
    const record = one.get(id);
    if (!record)
      throw new RoyalError({
        code: 'not_found',
        message: `There is no action ${id}.`,
        next: 'Look at `royal actions list` for those there are.',
      });
    return record;
  };

  const contradiction = (record: ActionRecord): RoyalError | null => {
    const found = base.contradiction(record);
    return found
      ? new RoyalError({
          code: 'audit_broken',
          message: found.text,
          next: 'Propose anew what you want done, and compare this data folder with a backup.',
          details: { id: record.id, auditRow: found.at },
        })
      : null;
  };

  const transition: Actions['transition'] = (id, to, note) =>
    base.transaction(() => {
      const before = find(id);
      if (!mayBecome(before.state, to))
        throw new RoyalError({
          code: 'invalid_state',
          message: `Action ${id} is ${before.state} and can't become ${to}.`,
          next: `Look at it with \`royal actions show ${id}\`.`,
          details: { id, from: before.state, to },
        });
      const changed = to === 'approved' || to === 'verified' ? contradiction(before) : null;
      if (changed) throw changed;
      const decides = to === 'approved' || to === 'rejected';
      move.run({
        id,
        state: to,
        at: base.now(),
        reason: note.reason === undefined ? before.reason : note.reason,
        outcome: note.outcome === undefined ? before.outcome : toJson(note.outcome),
        snoozed_until: to === 'snoozed' ? (note.snoozedUntil ?? null) : null,
        needs_person: note.needsPerson ? 1 : 0,
        undone_by: note.undoneBy ?? before.undone_by,
        decided_by_kind: decides ? note.actor.kind : before.decided_by_kind,
        decided_by_id: decides ? note.actor.id : before.decided_by_id,
        decided_at: decides ? base.now() : before.decided_at,
        epoch: to === 'executing' ? base.epoch : before.epoch,
      });
      const kind = to === 'proposed' ? 'action.woken' : `action.${to}`;
      const told = { from: before.state, reason: note.reason ?? null, outcome: note.outcome?.text ?? null };
      base.audit({
        actor: note.actor,
        kind,
        storeId: before.store,
        subject: `action:${id}`,
        data: {
          ...told,
          content: contentHash(before),
          ...(note.rule ? { rule: note.rule } : {}),
          ...(note.undoneBy ? { undoneBy: note.undoneBy } : {}),
        },
      });
      base.event(before.store, kind, {
        actionId: id,
        type: before.type,
        title: before.title,
        by: note.actor,
        ...told,
        ...(note.needsPerson ? { needsPerson: true } : {}),
      });
      return toAction(find(id));
    });

  return {
    ...pages,
    transition,
    edit: createEdit(base, find, contradiction),
    propose(proposal, by) {
      return base.transaction((): ProposeOutcome => {
        const present = open.get(proposal.storeId, proposal.key);
        if (present && !UNDECIDED.includes(present.state))
          return {
            outcome: 'dropped',
            id: present.id,
            because: `Action ${present.id} with the same aim is ${present.state}.`,
          };
        // It stands in lists, notices and sentences that a decision rests on.
        const title = oneLine(proposal.title);
        const fields = {
          title,
          evidence: JSON.stringify(proposal.evidence),
          effect: toJson(proposal.effect),
          confidence: proposal.confidence ?? null,
          risks: toJson(proposal.risks),
          expires_at: proposal.expiresAt ?? null,
          agent: by.agent ?? null,
          run: by.runId ?? null,
          brief: JSON.stringify(briefOf(proposal, base.now())),
          at: base.now(),
        };
        // What a person has changed waits for a person: an agent that only says its own again does not undo that.
        if (present?.edited && by.actor.kind === 'agent')
          return {
            outcome: 'dropped',
            id: present.id,
            because: `A person changed action ${present.id} with the same aim, and it waits for a decision.`,
          };
        if (
          present &&
          present.edited === null &&
          present.type === proposal.type &&
          present.proposed_by_kind === by.actor.kind &&
          present.proposed_by_id === by.actor.id &&
          canonicalJson(parseInput(present.input)) === canonicalJson(proposal.input) &&
          contradiction(present) === null
        ) {
          refresh.run({ id: present.id, ...fields });
          base.event(proposal.storeId, 'action.refreshed', { actionId: present.id, type: proposal.type });
          return { outcome: 'refreshed', id: present.id, replaced: null };
        }
        if (present) {
          if (present.state === 'snoozed') transition(present.id, 'proposed', { actor: by.actor });
          transition(present.id, 'expired', { actor: by.actor, reason: REPLACED });
        }
        const content = {
          type: proposal.type,
          store: proposal.storeId,
          input: JSON.stringify(proposal.input),
        };
        const state = present?.state ?? 'proposed';
        const { lastInsertRowid } = insert.run({
          ...fields,
          ...content,
          key: proposal.key,
          state,
          snoozed_until: present?.snoozed_until ?? null,
          proposed_by_kind: by.actor.kind,
          proposed_by_id: by.actor.id,
          undoes: by.undoes ?? null,
        });
        const id = Number(lastInsertRowid);
        const told = { type: proposal.type, title, replaces: present?.id ?? null };
        base.audit({
          actor: by.actor,
          kind: 'action.proposed',
          storeId: proposal.storeId,
          subject: `action:${id}`,
          data: {
            ...told,
            state,
            input: proposal.input,
            content: contentHash(content),
            key: proposal.key,
            undoes: by.undoes ?? null,
          },
        });
        base.event(proposal.storeId, 'action.proposed', { actionId: id, ...told, by: by.actor });
        return present
          ? { outcome: 'replaced', id, replaced: present.id }
          : { outcome: 'proposed', id, replaced: null };
      });
    },
    annotate(id, note) {
      return base.transaction(() => {
        const before = find(id);
        db.prepare('UPDATE actions SET outcome = ?, needs_person = ?, updated_at = ? WHERE id = ?').run(
          note.outcome === undefined ? before.outcome : toJson(note.outcome),
          note.needsPerson === undefined ? before.needs_person : Number(note.needsPerson),
          base.now(),
          id,
        );
        return toAction(find(id));
      });
    },
    takeUp(id) {
      return base.transaction(() => {
        const before = find(id);
        takeUp.run(base.epoch, base.now(), id);
        base.event(before.store, 'action.taken_up', { actionId: id, type: before.type });
        return toAction(find(id));
      });
    },
    get(id) {
      const record = one.get(id);
      return record ? toAction(record) : null;
    },
    contradiction: (id) => contradiction(find(id)),
    require: (id) => toAction(find(id)),
    list({ storeId, states, key, limit = 200 } = {}) {
      return db
        .prepare<[Record<string, string | number | null>], ActionRecord>(
          `SELECT * FROM actions WHERE store = coalesce(@store, store) AND key = coalesce(@key, key)
             AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states))) ORDER BY id DESC LIMIT @limit`,
        )
        .all({
          store: storeId ?? null,
          key: key ?? null,
          states: states ? JSON.stringify(states) : null,
          limit,
        })
        .map(toAction);
    },
    queue: (storeId) => queue.all(storeId).map(toAction),
    storesWithQueue: () => storesWithQueue.all(),
    due: (at) => due.all({ at }).map(toAction),
    counts: () => pages.countsOf(),
    letThroughSince(at, { storeId, agent, person }) {
      return db
        .prepare<[Record<string, string | number | null>], ActionRecord>(
          `SELECT a.* FROM actions a WHERE a.store = @store AND a.decided_at >= @at
             AND a.state IN ('approved', 'executing', 'verified', 'unknown', 'undone')
             AND (@agent IS NULL OR (a.agent = @agent AND a.decided_by_kind = 'policy'))
             AND (@person IS NULL OR (a.decided_by_kind = 'person' AND a.decided_by_id = @person))
           ORDER BY a.id`,
        )
        .all({ store: storeId, at, agent: agent ?? null, person: person ?? null })
        .map(toAction);
    },
    ...agentActions<ActionRecord>(db, toAction, REPLACED),
  };
}
