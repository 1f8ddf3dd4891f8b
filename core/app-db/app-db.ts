/**
 * app.db: stores, people, who is let in, settings and the emergency stop. Each change leaves a row in an outbox in the same
 * transaction, from where it gets into the ledger's audit chain: no transaction spans two files.
 */
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import { asRoyalError, openDatabase } from '../sqlite/open.ts';
import { type AccessRows, accessRows } from './access-rows.ts';
import { APP_MIGRATIONS } from './migrations.ts';

export interface StoreRow {
  id: StoreId;
  name: string;
  shopDomain: string;
  /** Loopback address only: where a sandbox shop is served. */
  endpoint: string | null;
  /** none: a store of imported files alone, without a shop. */
  credentialsKind: 'client_credentials' | 'admin_token' | 'none';
  addedAt: EpochMs;
  /** Granted at the last look. */
  scopes: string[];
}

export interface PersonRow {
  name: string;
  role: 'owner' | 'helper';
  /** What a helper may approve per action, minor units; null: nothing that costs money. */
  approvalLimit: Minor | null;
}

export interface StopState {
  by: Actor;
  reason: string;
  at: EpochMs;
}

/** A change that the audit chain must name. */
interface OutboxEntry {
  id: number;
  at: EpochMs;
  actor: Actor;
  kind: string;
  storeId: StoreId | null;
  data: Record<string, unknown>;
}

export interface AppDb {
  readonly stores: {
    /** Throws invalid_input where the id or the shop is there already. */
    add(store: Omit<StoreRow, 'addedAt'>, actor: Actor): StoreRow;
    /** Throws invalid_input where the id or the shop is taken. */
    assertFree(id: StoreId, shopDomain: string): void;
    remove(id: StoreId, actor: Actor): StoreRow;
    /** What a later look at the shop told. */
    update(id: StoreId, fields: Partial<Pick<StoreRow, 'name' | 'scopes' | 'credentialsKind'>>): StoreRow;
    /** Throws not_found. */
    rename(id: StoreId, name: string, actor: Actor): StoreRow;
    get(id: StoreId): StoreRow | null;
    /** Throws not_found. */
    require(id: StoreId): StoreRow;
    list(): StoreRow[];
  };
  readonly people: {
    set(person: PersonRow, actor: Actor): PersonRow;
    remove(name: string, actor: Actor): void;
    get(name: string): PersonRow | null;
    list(): PersonRow[];
  };
  readonly access: AccessRows;
  readonly settings: {
    get<T>(name: string): T | null;
    set(name: string, value: unknown): void;
  };
  readonly stop: {
    state(): StopState | null;
    /** Durable when it returns. A second pull changes nothing. */
    pull(actor: Actor, reason: string): StopState;
    lift(actor: Actor): void;
  };
  readonly outbox: {
    list(): OutboxEntry[];
    done(id: number): void;
  };
  /** A consistent copy of the file while it is in use. */
  backup(path: string): void;
  integrity(): string[];
  close(): void;
}

interface StoreRecord {
  id: string;
  name: string;
  shop_domain: string;
  endpoint: string | null;
  credentials_kind: StoreRow['credentialsKind'];
  added_at: number;
  scopes: string;
}

const LABEL = { label: "the program's settings", whenDamaged: 'Restore them with `royal restore`.' };

/** Throws RoyalError as openDatabase does. */
export function openAppDb(file: string, options: { now: () => EpochMs }): AppDb {
  const { now } = options;
  const db = openDatabase(file, { ...LABEL, synchronous: 'FULL', migrations: APP_MIGRATIONS });
  const one = db.prepare<[string], StoreRecord>('SELECT * FROM stores WHERE id = ?');
  const person = db.prepare<[string], PersonRow>(
    'SELECT name, role, approval_limit AS approvalLimit FROM people WHERE name = ?',
  );
  const stopState = db.prepare<[], { by_kind: Actor['kind']; by_id: string; reason: string; at: number }>(
    'SELECT by_kind, by_id, reason, at FROM emergency_stop',
  );
  const note = db.prepare(
    'INSERT INTO outbox (at, actor_kind, actor_id, kind, store, data) VALUES (?, ?, ?, ?, ?, ?)',
  );

  /** Asked for with each call. Nobody but this program writes the file, and each change forgets them. */
  const knownPeople = new Map<string, PersonRow>();
  /** One change with its outbox row, or neither. */
  const change = <T>(work: (tell: (kind: string, actor: Actor, told?: Told) => void) => T): T => {
    try {
      return db
        .transaction(() =>
          work((kind, actor, { storeId, data } = {}) =>
            note.run(now(), actor.kind, actor.id, kind, storeId ?? null, JSON.stringify(data ?? {})),
          ),
        )
        .immediate();
    } catch (error) {
      throw asRoyalError(error, file, LABEL);
    } finally {
      knownPeople.clear();
    }
  };
  const state = (): StopState | null => {
    const row = stopState.get();
    return row ? { by: { kind: row.by_kind, id: row.by_id }, reason: row.reason, at: row.at } : null;
  };
  const requireStore = (id: StoreId): StoreRow => {
    const record = one.get(id);
    if (!record)
      throw new RoyalError({
        code: 'not_found',
        message: `There is no store ${id}.`,
        next: 'Look at `royal store list`, or add it with `royal store add`.',
      });
    return toStore(record);
  };

  const assertFree: AppDb['stores']['assertFree'] = (id, shopDomain) => {
    const taken = db
      .prepare<[string, string], StoreRecord>('SELECT * FROM stores WHERE id = ? OR shop_domain = ?')
      .get(id, shopDomain);
    if (taken)
      throw new RoyalError({
        code: 'invalid_input',
        message:
          taken.id === id
            ? `There is a store ${id} already.`
            : `${shopDomain} is connected already, as store ${taken.id}.`,
        next: 'Choose another id, or remove the other store first with `royal store remove`.',
      });
  };
  return {
    stores: {
      require: requireStore,
      assertFree,
      add(store, actor) {
        return change((tell) => {
          assertFree(store.id, store.shopDomain);
          db.prepare(
            `INSERT INTO stores (id, name, shop_domain, endpoint, credentials_kind, added_at, scopes)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ).run(
            store.id,
            store.name,
            store.shopDomain,
            store.endpoint,
            store.credentialsKind,
            now(),
            JSON.stringify(store.scopes),
          );
          tell('store.added', actor, {
            storeId: store.id,
            data: { shopDomain: store.shopDomain, credentials: store.credentialsKind },
          });
          return requireStore(store.id);
        });
      },
      remove(id, actor) {
        return change((tell) => {
          const store = requireStore(id);
          db.prepare('DELETE FROM stores WHERE id = ?').run(id);
          tell('store.removed', actor, { storeId: id, data: { shopDomain: store.shopDomain } });
          return store;
        });
      },
      update(id, fields) {
        return change(() => {
          const store = { ...requireStore(id), ...fields };
          db.prepare('UPDATE stores SET name = ?, scopes = ?, credentials_kind = ? WHERE id = ?').run(
            store.name,
            JSON.stringify(store.scopes),
            store.credentialsKind,
            id,
          );
          return store;
        });
      },
      rename(id, name, actor) {
        return change((tell) => {
          const before = requireStore(id);
          db.prepare('UPDATE stores SET name = ? WHERE id = ?').run(name, id);
          if (before.name !== name) tell('store.renamed', actor, { storeId: id, data: { name } });
          return requireStore(id);
        });
      },
      get(id) {
        const record = one.get(id);
        return record ? toStore(record) : null;
      },
      list: () =>
        db.prepare<[], StoreRecord>('SELECT * FROM stores ORDER BY added_at, id').all().map(toStore),
    },
    people: {
      set(row, actor) {
        return change((tell) => {
          db.prepare(
            `INSERT INTO people (name, role, approval_limit) VALUES (?, ?, ?)
             ON CONFLICT (name) DO UPDATE SET role = excluded.role, approval_limit = excluded.approval_limit`,
          ).run(row.name, row.role, row.approvalLimit);
          tell('person.set', actor, { data: { ...row } });
          return person.get(row.name)!;
        });
      },
      remove(name, actor) {
        change((tell) => {
          if (db.prepare('DELETE FROM people WHERE name = ?').run(name).changes > 0)
            tell('person.removed', actor, { data: { name } });
        });
      },
      get(name) {
        const row = knownPeople.get(name) ?? person.get(name) ?? null;
        if (row) knownPeople.set(name, row);
        return row;
      },
      list: () =>
        db
          .prepare<[], PersonRow>(
            'SELECT name, role, approval_limit AS approvalLimit FROM people ORDER BY name',
          )
          .all(),
    },
    access: accessRows(db, now, change),
    settings: {
      get<T>(name: string): T | null {
        const text = db
          .prepare<[string], string>('SELECT value FROM settings WHERE name = ?')
          .pluck()
          .get(name);
        return text === undefined ? null : (JSON.parse(text) as T);
      },
      set(name, value) {
        change(() =>
          db
            .prepare(
              'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
            )
            .run(name, JSON.stringify(value)),
        );
      },
    },
    stop: {
      state,
      pull(actor, reason) {
        return change((tell) => {
          const present = state();
          if (present) return present;
          db.prepare(
            'INSERT INTO emergency_stop (one, by_kind, by_id, reason, at) VALUES (1, ?, ?, ?, ?)',
          ).run(actor.kind, actor.id, reason, now());
          tell('stop.pulled', actor, { data: { reason } });
          return state()!;
        });
      },
      lift(actor) {
        change((tell) => {
          if (db.prepare('DELETE FROM emergency_stop').run().changes > 0) tell('stop.lifted', actor);
        });
      },
    },
    outbox: {
      list: () =>
        db
          .prepare<
            [],
            {
              id: number;
              at: number;
              actor_kind: Actor['kind'];
              actor_id: string;
              kind: string;
              store: string | null;
              data: string;
            }
          >('SELECT * FROM outbox ORDER BY id')
          .all()
          .map((row) => ({
            id: row.id,
            at: row.at,
            actor: { kind: row.actor_kind, id: row.actor_id },
            kind: row.kind,
            storeId: row.store,
            data: JSON.parse(row.data) as Record<string, unknown>,
          })),
      done(id) {
        db.prepare('DELETE FROM outbox WHERE id = ?').run(id);
      },
    },
    backup(path) {
      db.prepare('VACUUM INTO ?').run(path);
    },
    integrity: () =>
      (db.pragma('integrity_check') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((text) => text !== 'ok'),
    close() {
      db.close();
    },
  };
}

interface Told {
  storeId?: StoreId;
  data?: Record<string, unknown>;
}

function toStore(record: StoreRecord): StoreRow {
  return {
    id: record.id,
    name: record.name,
    shopDomain: record.shop_domain,
    endpoint: record.endpoint,
    credentialsKind: record.credentials_kind,
    addedAt: record.added_at,
    scopes: JSON.parse(record.scopes) as string[],
  };
}
