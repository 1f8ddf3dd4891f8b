/** What the procedures of the contract are made of. */
import type { Actor } from '../../shared/action.ts';
import type { Agent } from '../../shared/agent.ts';
import type { RecordPage } from '../../shared/contract/run-schemas.ts';
import type { StockPlanner } from '../../shared/stock.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Access } from '../access/access.ts';
import type { FolderPaths } from '../data-folder/folder-paths.ts';
import type { KnownBackups } from '../data-folder/known-backups.ts';
import type { ImportDesk } from '../imports/imports.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Notices } from '../notices/notices.ts';
import type { Autonomy } from '../orchestrator/autonomy.ts';
import type { Orchestrator } from '../orchestrator/types.ts';
import type { People } from '../people.ts';
import type { SecretAnchor } from '../secrets/audit-anchor.ts';
import type { SecretResolver } from '../secrets/secret-resolver.ts';
import type { Stores } from '../stores.ts';
import type { Log } from '../telemetry/log.ts';
import type { TrackRecordQuery } from '../track-record.ts';
import type { Webhooks } from '../webhooks.ts';
import type { TaskEngine } from '../work/task-engine.ts';
import type { implementer } from './wire.ts';

export interface CoreParts {
  paths: FolderPaths;
  secrets: SecretResolver;
  anchor: SecretAnchor;
  ledger: Ledger;
  stores: Stores;
  imports: ImportDesk;
  webhooks: Webhooks;
  agents: readonly Agent[];
  tasks: TaskEngine;
  orchestrator: Orchestrator;
  autonomy: Autonomy;
  notices: Notices;
  people: People;
  knownBackups: KnownBackups;
  trackRecord: (query: TrackRecordQuery) => RecordPage;
  /** Whether syncs run by themselves, and when the next round begins; null while one is under way. */
  schedule: { on: boolean; nextSyncAt: EpochMs | null };
  log: Log;
  /** Of the agent that looks after stock; null where there is none. */
  planner: StockPlanner | null;
  access: Access;
  /** Where the host serves HTTP, once it has told. */
  served: { url: string | null };
  startedAt: EpochMs;
  /** null where the shell can't start the core anew. */
  requestRestore: ((backup: string) => void) | null;
  clock(): EpochMs;
  /**
   * Who asks: whoever was let in and calls; else the one named, else the user whose process this is. `by` of somebody
   * who was let in counts for nothing.
   */
  person(name: string | undefined): Actor;
  /** Fires when the program ends: streams stop. */
  signal: AbortSignal;
}

export type Implementer = ReturnType<typeof implementer>;
