/** The newest version of each kind of database that this program can read, for a restore. */
import { APP_MIGRATIONS } from './app-db/migrations.ts';
import type { KnownVersions } from './data-folder/restore.ts';
import { LEDGER_MIGRATIONS } from './ledger/migrations/list.ts';
import { migrations as MIRROR_MIGRATIONS } from './mirror/migrations/list.ts';

export const KNOWN_VERSIONS: KnownVersions = {
  app: APP_MIGRATIONS.at(-1)!.version,
  ledger: LEDGER_MIGRATIONS.at(-1)!.version,
  mirror: MIRROR_MIGRATIONS.at(-1)!.version,
};
