/** Actions by the page, without the evidence and input that may be a megabyte each. */
import type { ActionState, Effect } from '../../shared/action.ts';
import { fold } from '../../shared/folding.ts';
import type { EpochMs } from '../../shared/time.ts';
import { type ActionRecord, toAction } from './action-record.ts';
import { fromJson, type LedgerBase } from './base.ts';
import { type Brief, briefOf } from './brief.ts';
import type { ActionRow } from './types.ts';

/** An action without its evidence, input and risks, but with its brief. */
export type LightAction = Omit<ActionRow, 'input' | 'evidence' | 'risks'> & { brief: Brief };

export interface PageFilter {
  storeId?: string;
  types?: readonly string[];
  agent?: string;
  states?: readonly ActionState[];
  /** Part of the title, in any case of A to Z. */
  search?: string;
  needPerson?: boolean;
  limit: number;
  cursor?: string;
}

interface Page {
  rows: LightAction[];
  total: number;
  /** null at the end. */
  next: string | null;
}

/** What ranking needs of every proposal that waits. */
export interface WaitingAction {
  id: number;
  storeId: string;
  type: string;
  effect: Effect | null;
  expiresAt: EpochMs | null;
  brief: Brief;
}

export interface ActionPages {
  /** By `changed` the last changed first, else the newest first. Throws RangeError on a cursor that is none. */
  page(filter: PageFilter, order: 'changed' | 'newest'): Page;
  /** Of all that fit, in no order. */
  ids(filter: Omit<PageFilter, 'limit' | 'cursor'>): number[];
  light(id: number): LightAction | null;
  /** Every `proposed` one. */
  waiting(storeId?: string): WaitingAction[];
  /** Those that wake up first, first. */
  snoozed(storeId?: string): LightAction[];
  /** Verified ones that nothing took back and that take nothing back themselves, last verified first. */
  undoable(since: EpochMs, limit: number, storeId?: string): LightAction[];
  /** In each state, of one store or all. */
  countsOf(storeId?: string): { states: Partial<Record<ActionState, number>>; needPerson: number };
}

type LightRecord = Omit<ActionRecord, 'evidence' | 'input' | 'risks'>;

const LIGHT = `id, type, store, title, effect, confidence, expires_at, key, state, agent, run, proposed_by_kind,
  proposed_by_id, decided_by_kind, decided_by_id, decided_at, reason, outcome, undoes, undone_by, snoozed_until,
  needs_person, epoch, created_at, updated_at, brief, edited`;

/** Only what is asked for, so that the indexes of state and store serve. */
function conditionsOf({
  storeId,
  agent,
  types,
  states,
  search,
  needPerson,
}: Omit<PageFilter, 'limit' | 'cursor'>): string[] {
  return [
    ...(storeId === undefined ? [] : ['store = @store']),
    ...(agent === undefined ? [] : ['agent = @agent']),
    ...(types ? ['type IN (SELECT value FROM json_each(@types))'] : []),
    ...(states ? ['state IN (SELECT value FROM json_each(@states))'] : []),
    ...(search
      ? [`id IN (SELECT id FROM actions INDEXED BY actions_changed WHERE instr(fold(title), @search) > 0)`]
      : []),
    // Nobody else's turn but a person's: only of unknown ones.
    ...(needPerson ? [`state = 'unknown' AND needs_person`] : []),
  ];
}

function askedOf({ storeId, agent, types, states, search }: Omit<PageFilter, 'limit' | 'cursor'>) {
  return {
    store: storeId,
    agent,
    types: types && JSON.stringify(types),
    states: states && JSON.stringify(states),
    search: search && fold(search),
  };
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

export function createActionPages({ db }: LedgerBase): ActionPages {
  const whole = db.prepare<[number], ActionRecord>('SELECT * FROM actions WHERE id = ?');
  const one = db.prepare<[number], LightRecord>(`SELECT ${LIGHT} FROM actions WHERE id = ?`);
  const waiting = db.prepare<
    [{ store: string | null }],
    Pick<ActionRecord, 'id' | 'store' | 'type' | 'effect' | 'expires_at' | 'brief'>
  >(
    `SELECT id, store, type, effect, expires_at, brief FROM actions
     WHERE state = 'proposed' AND (@store IS NULL OR store = @store)`,
  );
  const snoozed = db.prepare<[{ store: string | null }], LightRecord>(
    `SELECT ${LIGHT} FROM actions WHERE state = 'snoozed' AND (@store IS NULL OR store = @store)
     ORDER BY snoozed_until, id`,
  );
  const undoable = db.prepare<[{ store: string | null; since: EpochMs; limit: number }], LightRecord>(
    `SELECT ${LIGHT} FROM actions WHERE state = 'verified' AND undoes IS NULL AND updated_at >= @since
       AND (@store IS NULL OR store = @store) ORDER BY updated_at DESC, id DESC LIMIT @limit`,
  );
  const counts = db.prepare<[{ store: string | null }], { state: ActionState; n: number }>(
    'SELECT state, count(*) AS n FROM actions WHERE (@store IS NULL OR store = @store) GROUP BY state',
  );
  const needPerson = db
    .prepare<[{ store: string | null }], number>(
      `SELECT count(*) FROM actions WHERE state = 'unknown' AND needs_person
         AND (@store IS NULL OR store = @store)`,
    )
    .pluck();

  /** Rows of older versions have none. */
  const brief = (record: Pick<ActionRecord, 'id' | 'brief'>): Brief => {
    if (record.brief !== null) return JSON.parse(record.brief) as Brief;
    const row = whole.get(record.id)!;
    return briefOf(toAction(row), row.created_at);
  };
  const light = (record: LightRecord): LightAction => {
    const { input, evidence, risks, ...rest } = toAction({
      ...record,
      input: 'null',
      evidence: '[]',
      risks: null,
    });
    return { ...rest, brief: brief(record) };
  };

  return {
    page(filter, order) {
      const { limit, cursor } = filter;
      const conditions = conditionsOf(filter);
      const asked = askedOf(filter);
      const after = cursor === undefined ? null : positionOf(cursor);
      const place = order === 'changed' ? '(updated_at, id) < (@at, @id)' : 'id < @id';
      const records = db
        .prepare<[Record<string, unknown>], LightRecord>(
          `SELECT ${LIGHT} FROM actions ${order === 'changed' ? 'INDEXED BY actions_changed' : ''} ${where(after ? [...conditions, place] : conditions)}
           ORDER BY ${order === 'changed' ? 'updated_at DESC, id DESC' : 'id DESC'} LIMIT @limit`,
        )
        .all({ ...asked, ...after, limit: limit + 1 });
      const rows = records.slice(0, limit);
      const last = rows.at(-1);
      return {
        rows: rows.map(light),
        total: db
          .prepare<[Record<string, unknown>], number>(`SELECT count(*) FROM actions ${where(conditions)}`)
          .pluck()
          .get(asked)!,
        next: records.length > limit && last ? `${last.updated_at}-${last.id}` : null,
      };
    },
    ids: (filter) =>
      db
        .prepare<[Record<string, unknown>], number>(`SELECT id FROM actions ${where(conditionsOf(filter))}`)
        .pluck()
        .all(askedOf(filter)),
    light(id) {
      const record = one.get(id);
      return record ? light(record) : null;
    },
    waiting: (storeId) =>
      waiting.all({ store: storeId ?? null }).map((record) => ({
        id: record.id,
        storeId: record.store,
        type: record.type,
        effect: fromJson<Effect>(record.effect),
        expiresAt: record.expires_at,
        brief: brief(record),
      })),
    snoozed: (storeId) => snoozed.all({ store: storeId ?? null }).map(light),
    undoable: (since, limit, storeId) => undoable.all({ store: storeId ?? null, since, limit }).map(light),
    countsOf(storeId) {
      const states: Partial<Record<ActionState, number>> = {};
      const store = storeId ?? null;
      for (const { state, n } of counts.all({ store })) states[state] = n;
      return { states, needPerson: needPerson.get({ store })! };
    },
  };
}

function positionOf(cursor: string): { at: EpochMs; id: number } {
  const match = /^(\d{1,16})-(\d{1,16})$/.exec(cursor);
  if (!match) throw new RangeError(`Not a cursor: ${cursor}`);
  return { at: Number(match[1]), id: Number(match[2]) };
}
