/** The ledger: what can't be fetched again, for all stores, durable when a call returns (`synchronous=FULL`). */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { asRoyalError, type Database, openDatabase } from '../sqlite/open.ts';
import { type ActionLists, createActionLists } from './action-lists.ts';
import { type Actions, createActions } from './actions.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Audit, createAudit } from './audit.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import type { LedgerBase } from './base.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createEpochs, type Epochs } from './epochs.ts';
import { createErasure, type Erasure } from './erase.ts';
import { createEventLists, type EventLists } from './event-lists.ts';
import { createEvents, type Events } from './events.ts';
import { createImports, type Imports } from './imports.ts';
import { LEDGER_MIGRATIONS } from './migrations/list.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { createPauses, type Pauses } from './pauses.ts';
import { createPurchaseOrders, type PurchaseOrders } from './purchase-orders.ts';
import { createPurchasingBudgets, type PurchasingBudgets } from './purchasing-budgets.ts';
import { createRules, type Rules } from './rules.ts';
import { createRuns, type Runs } from './runs.ts';
import { createFieldOwners, createPolicies, type FieldOwners, type Policies } from './standing.ts';
import { createStock, type Stock } from './stock.ts';
import { createStocktakes, type Stocktakes } from './stocktakes.ts';
import { createSuppliers, type Suppliers } from './suppliers.ts';
import { createSupplyOffers, type SupplyOffers } from './supply-offers.ts';
import { createSupplyTerms, type SupplyTerms } from './supply-terms.ts';
import type { LedgerEvent } from './types.ts';

export interface LedgerOptions {
  now: () => EpochMs;
  /** Names this life of the host process: "cli 4711". */
  epochName?: string;
  anchor: AuditAnchor;
  /** 32 bytes or more, kept outside the data folder. */
  auditKey: Uint8Array;
  /** Per store; 10,000 unless told. */
  eventsKept?: number;
}

export interface Ledger extends Erasure {
  /** Random, made with the file and anew at a restore; part of every idempotency key. */
  readonly id: string;
  readonly file: string;
  readonly epochs: Epochs;
  readonly runs: Runs;
  readonly actions: Actions;
  readonly actionLists: ActionLists;
  readonly attempts: Attempts;
  readonly audit: Audit;
  readonly events: Events;
  readonly eventLists: EventLists;
  readonly purchaseOrders: PurchaseOrders;
  readonly suppliers: Suppliers;
  readonly deliveries: Deliveries;
  readonly budgets: PurchasingBudgets;
  readonly supplyTerms: SupplyTerms;
  readonly supplyOffers: SupplyOffers;
  readonly stocktakes: Stocktakes;
  readonly stock: Stock;
  readonly imports: Imports;
  readonly rules: Rules;
  readonly fieldOwners: FieldOwners;
  readonly policies: Policies;
  readonly pauses: Pauses;
  readonly notifications: Notifications;
  /** All or nothing, also when nested. Not for asynchronous work: the transaction ends when `work` returns. */
  transaction<T>(work: () => T): T;
  /** Tells of each event once it is durable. Returns the unsubscribe. */
  subscribe(listener: (event: LedgerEvent) => void): () => void;
  /** A consistent copy of the file while it is in use. */
  backup(path: string): void;
  /** Rows of the tables that grow. */
  sizes(): { name: string; rows: number }[];
  /** What SQLite finds wrong with the file; empty where nothing is. */
  integrity(): string[];
  /**
   * The file was put back from a backup: names it in the audit chain, anchors anew, and holds what was approved or
   * under way then, since it may have been carried out in the time that was lost. Throws audit_broken.
   */
  acceptRestore(actor: Actor, data: Record<string, unknown>): void;
  /**
   * The file may be an older copy of itself: what is approved or under way in it waits for a person's word, and
   * no idempotency key is used again.
   */
  holdQueue(actor: Actor, text: string): void;
  /** Resolves once the audit anchor is written. */
  settled(): Promise<void>;
  /** Ends the epoch. */
  close(): void;
}

const GROWING = ['runs', 'findings', 'actions', 'attempts', 'audit', 'events'] as const;
const LABEL = {
  label: 'the ledger',
  whenDamaged: 'Restore it with `royal restore`; the ledger can not be fetched again.',
};

/**
 * Opens or creates the ledger and begins a new epoch.
 * Throws RoyalError: database_newer, database_damaged, folder_read_only, disk_full, folder_locked, key_wrong.
 */
export function openLedger(file: string, options: LedgerOptions): Ledger {
  const { now } = options;
  const db = openDatabase(file, { ...LABEL, synchronous: 'FULL', migrations: LEDGER_MIGRATIONS });
  try {
    assertDurable(db);
    return composeLedger(db, file, { ...options, now });
  } catch (error) {
    db.close();
    throw asRoyalError(error, file, LABEL);
  }
}

/** A ledger that may lose a commit is worse than none: refuse it. */
function assertDurable(db: Database): void {
  const synchronous = db.pragma('synchronous', { simple: true });
  const foreignKeys = db.pragma('foreign_keys', { simple: true });
  const journal = db.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || foreignKeys !== 1 || journal !== 'wal')
    throw new RoyalError({
      code: 'internal',
      message: 'The ledger was not opened durably (synchronous=FULL, WAL, foreign keys).',
      next: 'Make sure that the data folder is on a local disk, then run `royal doctor`.',
      details: { synchronous, foreignKeys, journal },
    });
}

/** Nothing was ever done in it: starting up is all that it has seen. */
function isUnused(db: Database): boolean {
  return (
    db
      .prepare<[], number>(
        `SELECT EXISTS (SELECT 1 FROM actions) OR EXISTS (SELECT 1 FROM runs) OR EXISTS (SELECT 1 FROM policies)
           OR EXISTS (SELECT 1 FROM rules) OR EXISTS (SELECT 1 FROM event_heads)`,
      )
      .pluck()
      .get() === 0
  );
}

function composeLedger(db: Database, file: string, options: LedgerOptions): Ledger {
  const { now } = options;
  const listeners = new Set<(event: LedgerEvent) => void>();
  let depth = 0;
  let afterCommit: (() => void)[] = [];

  // Made once: making one costs more than beginning it.
  const atomically = db.transaction((work: () => unknown) => work());

  const transaction = <T>(work: () => T): T => {
    const outermost = depth === 0;
    const mark = afterCommit.length;
    depth += 1;
    let result: T;
    try {
      result = atomically.immediate(work) as T;
    } catch (error) {
      afterCommit.length = mark;
      throw asRoyalError(error, file, LABEL);
    } finally {
      depth -= 1;
    }
    if (outermost) {
      const due = afterCommit;
      afterCommit = [];
      for (const then of due) then();
    }
    return result;
  };

  const tell = (event: LedgerEvent): void => {
    for (const listener of listeners)
      try {
        listener(event);
      } catch {
        // The commit stands whatever a listener does with it, and events can be read again by `since`.
      }
  };

  const epochs = createEpochs(db, options.epochName ?? `process ${process.pid}`, now());
  const events = createEvents(db, now, options.eventsKept);
  const audit = createAudit({
    db,
    now,
    anchor: options.anchor,
    auditKey: options.auditKey,
    transaction,
    fresh: isUnused(db),
    afterCommit: (work) => afterCommit.push(work),
  });
  const base: LedgerBase = {
    db,
    now,
    epoch: epochs.current.id,
    transaction,
    audit: audit.append,
    contradiction: audit.contradiction,
    event(storeId, kind, data) {
      const append = (): LedgerEvent => {
        const event = events.append(storeId, kind, data);
        afterCommit.push(() => tell(event));
        return event;
      };
      // Within a commit an event stands or falls with it, without a savepoint of its own.
      return depth > 0 ? append() : transaction(append);
    },
  };
  const ledgerId = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'ledger_id'").pluck();
  const actions = createActions(base);
  const purchaseOrders = createPurchaseOrders(base);
  const deliveries = createDeliveries(base, purchaseOrders);
  const suppliers = createSuppliers(base, deliveries);
  const supplyTerms = createSupplyTerms(base, suppliers);
  const budgets = createPurchasingBudgets(base);

  const holdQueue = (actor: Actor, text: string): void =>
    transaction(() => {
      // Keys of the lost time must not be met again by other requests.
      db.prepare("UPDATE meta SET value = ? WHERE name = 'ledger_id'").run(randomUUID());
      for (const storeId of actions.storesWithQueue())
        for (const action of actions.queue(storeId)) {
          if (action.state !== 'executing') actions.transition(action.id, 'executing', { actor });
          actions.transition(action.id, 'unknown', { actor, needsPerson: true, outcome: { text } });
        }
    });

  return {
    get id() {
      return ledgerId.get()!;
    },
    file,
    epochs,
    runs: createRuns(base),
    actions,
    actionLists: createActionLists(db),
    attempts: createAttempts(base, () => ledgerId.get()!),
    audit,
    events: { ...events, append: base.event },
    eventLists: createEventLists(db),
    purchaseOrders,
    deliveries,
    budgets,
    suppliers,
    supplyTerms,
    supplyOffers: createSupplyOffers(base, supplyTerms),
    stocktakes: createStocktakes(base),
    stock: createStock(base),
    imports: createImports(base),
    rules: createRules(base),
    fieldOwners: createFieldOwners(base),
    policies: createPolicies(base),
    pauses: createPauses(base),
    notifications: createNotifications(base),
    transaction,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backup(path) {
      db.prepare('VACUUM INTO ?').run(path);
    },
    sizes: () =>
      GROWING.map((name) => ({
        name,
        // Ids are given without gaps, but for rows that were dropped: near enough, and no table is read for it.
        rows: db
          .prepare<[], number>(`SELECT coalesce(max(rowid) - min(rowid) + 1, 0) FROM ${name}`)
          .pluck()
          .get()!,
      })),
    ...createErasure(base, audit),
    integrity() {
      const found = db.pragma('integrity_check') as { integrity_check: string }[];
      const foreign = db.pragma('foreign_key_check') as { table: string }[];
      return [
        ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
        ...foreign.map((row) => `A row of ${row.table} refers to one that is not there.`),
      ];
    },
    holdQueue,
    acceptRestore(actor, data) {
      transaction(() => {
        audit.acceptChain({ actor, data });
        holdQueue(
          actor,
          'It was let through when the backup was made and may have been carried out since. Look in the shop whether it was done.',
        );
      });
    },
    settled: () => audit.settled(),
    close() {
      if (!db.open) return;
      epochs.end(now());
      db.close();
    },
  };
}
