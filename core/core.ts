/** The core as a unit: one data folder, its stores, ledger, agents and orchestrator, behind one contract. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyRouter } from '@orpc/server';
import type { Actor } from '../shared/action.ts';
import type { Agent } from '../shared/agent.ts';
import { toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import { createAccess } from './access/access.ts';
import { caller } from './access/caller.ts';
import { doorRouter } from './access/door.ts';
import type { StoreContext } from './actions/action-type.ts';
import { ACTION_TYPES } from './actions/action-types.ts';
import type { CoreParts } from './api/parts.ts';
import { coreRouter } from './api/router.ts';
import { type AppDb, openAppDb } from './app-db/app-db.ts';
import { drainOutbox } from './app-db/drain-outbox.ts';
import { type DataFolder, openDataFolder } from './data-folder/data-folder.ts';
import type { FolderPaths } from './data-folder/folder-paths.ts';
import { KnownBackups } from './data-folder/known-backups.ts';
import { RESTORED } from './data-folder/restore.ts';
import { ImportDesk } from './imports/imports.ts';
import type { IntentStore } from './ledger/attempts.ts';
import { GENESIS } from './ledger/audit.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { supplierReader } from './ledger/supplier-reader.ts';
import { createNotices } from './notices/notices.ts';
import { createAutonomy } from './orchestrator/autonomy.ts';
import { systemClock } from './orchestrator/clock.ts';
import { createOrchestrator } from './orchestrator/orchestrator.ts';
import { People } from './people.ts';
import { tellProgress } from './progress-events.ts';
import { watchIncoming } from './purchasing/incoming-watch.ts';
import { watchStocktakes } from './purchasing/stocktake-watch.ts';
import { openAnchor } from './secrets/audit-anchor.ts';
import { keyFor } from './secrets/keys.ts';
import { openSecrets } from './secrets/secret-resolver.ts';
import { keepStockSettled } from './stock-upkeep.ts';
import { isConnected } from './store-runtime.ts';
import { Stores } from './stores.ts';
import { createOwnSyncs, keepSynced } from './sync-schedule.ts';
import { type Log, openLog } from './telemetry/log.ts';
import { createTrackRecord } from './track-record.ts';
import { Webhooks } from './webhooks.ts';
import { createTaskEngine } from './work/task-engine.ts';

export interface CoreOptions {
  folder: string;
  agents: readonly Agent[];
  /** Module of the pool's threads. */
  taskWorkerUrl: URL;
  env: NodeJS.ProcessEnv;
  /** Whether syncs and agents run by their schedules. */
  schedule: boolean;
  /** Ends this core and starts one on that backup; without it the contract's restore is refused. */
  requestRestore?: (backup: string) => void;
  clock?: () => EpochMs;
  /** Where the executor keeps its intents, instead of the ledger: for the test of a test. */
  intents?: IntentStore;
}

export interface Core {
  /** Implements shared/contract; serve it over any transport. */
  router: AnyRouter;
  /** Implements core/access/door-contract; for the host's own port only. */
  door: AnyRouter;
  webhooks: Webhooks;
  ledger: Ledger;
  paths: FolderPaths;
  log: Log;
  /** Streams end and nothing new begins; what runs goes on to its next safe point. */
  stopTaking(): void;
  /** Drains and closes everything; the folder is free afterwards. */
  close(): Promise<void>;
}

/**
 * Takes the folder's ownership, then opens everything in it.
 * Throws RoyalError folder_locked, folder_read_only, disk_full, key_lost, key_locked, key_denied, key_wrong,
 * database_newer, database_damaged, sqlite_too_old; then nothing is held.
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const folder = await openDataFolder(options.folder, options.env);
  try {
    return await openCore(folder, options);
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function openCore(folder: DataFolder, options: CoreOptions): Promise<Core> {
  const { env } = options;
  const { paths, identity } = folder;
  const clock = options.clock ?? Date.now;
  const ending = new AbortController();
  const { log, close: closeLog } = openLog(paths.log, env.ROYAL_LOG);
  const opened: { close(): unknown }[] = [];
  try {
    const secrets = openSecrets({
      folder: paths.root,
      folderId: identity.id,
      source: identity.secrets,
      env,
    });
    opened.push(secrets);
    const auditKey = await keyFor(
      secrets,
      'audit.key',
      !existsSync(paths.ledger),
      `Put back the ${secrets.source} that this folder was made with: without that key nobody can tell whether the record was changed.`,
    );
    const anchor = await openAnchor(secrets);
    // Before the first row, so that a chain without an anchor is always an alarm.
    if (anchor.read() === null && !existsSync(paths.ledger)) await anchor.write({ count: 0, head: GENESIS });
    const appDb = openAppDb(paths.app, { now: clock });
    opened.push(appDb);
    const ledger = openLedger(paths.ledger, {
      now: clock,
      epochName: `process ${process.pid}`,
      anchor,
      auditKey,
    });
    opened.push(ledger);
    const local = enterLocalPerson(appDb);
    const people = new People({ appDb, ledger, local });
    noteRestore(paths, appDb, ledger);
    const planner = options.agents.find((agent) => agent.planner)?.planner ?? null;
    const stores = new Stores({ paths, appDb, ledger, secrets, clock, log, signal: ending.signal, planner });
    await stores.openAll();
    const tasks = createTaskEngine({ workerUrl: options.taskWorkerUrl });
    const contextFor = (storeId: string): StoreContext => {
      const { info, mirror, client } = stores.get(storeId);
      const reader = mirror.reader();
      const suppliers = supplierReader(ledger, storeId, () => reader.syncedAt());
      return { store: info, mirror: reader, suppliers, client };
    };
    const ownSyncs = createOwnSyncs(stores, { ledger, clock, log });
    const orchestrator = createOrchestrator({
      ledger,
      appDb,
      agents: options.agents,
      actionTypes: ACTION_TYPES,
      contextFor,
      stores: () =>
        options.schedule
          ? stores
              .open()
              .filter(({ mirror }) => mirror.reader().syncedAt() !== null)
              .map(({ info }) => info)
          : [],
      isImporting: (storeId) => imports.isBusy(storeId),
      freshen: (storeId, signal) => ownSyncs.freshen(stores.get(storeId), signal),
      tasks,
      clock: { ...systemClock, now: clock },
      emit: tellProgress(ledger, ({ storeId, agent, done, total, text }) => ({
        storeId,
        kind: 'run.progressed',
        about: agent,
        data: { agent, done, total, text },
      })),
      log,
      intents: options.intents,
      keepOutlooks: async (run, { outlooks, outlookDay, outlookPool }) => {
        if (!outlooks || outlookDay === undefined) return;
        const of = { run: run.id, madeAt: run.startedAt, day: outlookDay, pool: outlookPool };
        await stores.get(run.storeId).mirror.keepOutlooks(outlooks, of, nextTurn);
      },
    });
    const stockUpkeep = keepStockSettled(stores, ledger, log, ending.signal);
    const webhooks = new Webhooks({ stores, secrets, clock, log, signal: ending.signal });
    const imports = new ImportDesk({
      paths,
      stores,
      ledger,
      secrets,
      clock,
      emit: tellProgress(ledger, ({ storeId, ...data }) => ({
        storeId,
        kind: 'import.progressed',
        about: 'import',
        data,
      })),
      signal: ending.signal,
    });
    const access = createAccess({
      rows: appDb.access,
      clock,
      changed: () => drainOutbox(appDb, ledger),
    });
    const autonomy = createAutonomy({
      ledger,
      agents: options.agents,
      types: new Map(ACTION_TYPES.map((type) => [type.type, type])),
      stores: () => stores.open().map(({ info }) => info),
      contextFor,
    });
    const notices = createNotices({
      ledger,
      appDb,
      clock,
      zoneOf: (storeId) => {
        const open = stores.open();
        return (open.find(({ info }) => info.id === storeId) ?? open[0])?.info.zone ?? 'UTC';
      },
      log,
    });
    opened.push(notices);
    const schedule: CoreParts['schedule'] = { on: options.schedule, nextSyncAt: null };
    const served: CoreParts['served'] = { url: null };
    const parts: CoreParts = {
      paths,
      secrets,
      anchor,
      ledger,
      stores,
      imports,
      webhooks,
      agents: options.agents,
      tasks,
      orchestrator,
      planner,
      access,
      autonomy,
      knownBackups: new KnownBackups(appDb.settings),
      log,
      notices,
      people,
      schedule,
      trackRecord: createTrackRecord({ ledger, storeOf: (storeId) => stores.get(storeId), clock }),
      served,
      startedAt: clock(),
      requestRestore: options.requestRestore ?? null,
      clock,
      person: (named) => ({ kind: 'person', id: caller() ?? named ?? local }),
      signal: ending.signal,
    };
    drainOutbox(appDb, ledger);
    imports.scrubAll().catch((error: unknown) => {
      if (!ending.signal.aborted) log.error({ error: toErrorData(error) }, 'kept files not scrubbed');
    });
    orchestrator.start();
    const endIncoming = watchIncoming({
      ledger,
      orchestrator,
      connected: (storeId) => stores.open().some((store) => store.info.id === storeId && isConnected(store)),
      log,
    });
    const endStocktakes = watchStocktakes({ ledger, log });
    const syncing = options.schedule
      ? keepSynced(stores, ownSyncs, {
          signal: ending.signal,
          onNext: (afterMs) => {
            schedule.nextSyncAt = afterMs === null ? null : clock() + afterMs;
          },
        })
      : Promise.resolve();
    log.info({ folder: paths.root, secrets: secrets.source, stores: stores.rows().length }, 'core started');

    return {
      router: coreRouter(parts, (error, procedure) => {
        log.error({ procedure, error: toErrorData(error), stack: (error as Error).stack }, 'call failed');
      }),
      door: doorRouter(access, ledger, (url) => {
        served.url = url;
      }),
      webhooks,
      ledger,
      paths,
      log,
      stopTaking: () => ending.abort(),
      async close() {
        ending.abort();
        endIncoming();
        endStocktakes();
        await orchestrator.drain();
        await tasks.close();
        await syncing;
        await ownSyncs.settled();
        await stockUpkeep.close();
        await stores.close();
        drainOutbox(appDb, ledger);
        notices.close();
        await ledger.settled();
        ledger.close();
        appDb.close();
        secrets.close();
        log.info({}, 'core closed');
        closeLog();
        folder.release();
      },
    };
  } catch (error) {
    log.error({ error: toErrorData(error) }, 'core not started');
    for (const part of opened.reverse()) part.close();
    closeLog();
    throw error;
  }
}

/** Who may open the folder owns what is in it: its user is an owner among the people, and meant where nobody is named. */
function enterLocalPerson(appDb: AppDb): string {
  const name = userName();
  if (!appDb.people.get(name))
    appDb.people.set({ name, role: 'owner', approvalLimit: null }, { kind: 'system', id: 'setup' });
  return name;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list of users, as in some containers.
    return 'owner';
  }
}

/**
 * After a restore: nothing leaves until a person has looked, since what was approved then may have been done since;
 * and the audit chain names the break and goes on from the older head. Whoever was signed in then signs in again: the
 * backup may remember one who was shut out since.
 */
function noteRestore(paths: FolderPaths, appDb: AppDb, ledger: Ledger): void {
  const file = join(paths.root, RESTORED);
  if (!existsSync(file)) return;
  const { backupOf } = JSON.parse(readFileSync(file, 'utf8')) as { backupOf: EpochMs };
  const actor: Actor = { kind: 'system', id: 'restore' };
  const moment = new Date(backupOf).toISOString();
  appDb.stop.pull(actor, `the data folder was restored from a backup of ${moment}`);
  appDb.access.clear(actor);
  ledger.acceptRestore(actor, { backupOf: moment });
  rmSync(file);
}
