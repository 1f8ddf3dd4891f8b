/** What lies on the disk: databases with what is in them, files beside them, and what is free. */
import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseTables, Storage } from '../shared/contract/data-schemas.ts';
import type { FolderPaths } from './data-folder/folder-paths.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { StoreRuntime } from './store-runtime.ts';

type Database = Storage['databases'][number];
type Files = Storage['files'][number];

export function storageOf(paths: FolderPaths, stores: readonly StoreRuntime[]): Storage {
  const disk = statfsSync(paths.root);
  const database = (name: Database['name'], file: string, storeId: string | null): Database => ({
    name,
    storeId,
    bytes: withLogs(file),
  });
  const files = (name: Files['name'], storeId: string | null, bytes: number): Files[] =>
    bytes === 0 ? [] : [{ name, storeId, bytes }];
  return {
    folder: paths.root,
    databases: [
      database('app', paths.app, null),
      database('ledger', paths.ledger, null),
      ...stores.map(({ info, paths: own }) => database('mirror', own.mirror, info.id)),
    ],
    files: [
      ...stores.flatMap(({ info }) => [
        ...files('imports', info.id, folderBytes(paths.imports(info.id))),
        ...files('downloads', info.id, folderBytes(paths.bulk(info.id))),
      ]),
      ...files('uploads', null, folderBytes(paths.uploads)),
      ...files(
        'logs',
        null,
        [paths.log, `${paths.log}.1`, paths.httpLog, `${paths.httpLog}.1`].reduce(
          (sum, file) => sum + fileBytes(file),
          0,
        ),
      ),
    ],
    disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
  };
}

/** Counting goes through every row: other calls get their turn between two databases. */
export async function tablesOf(ledger: Ledger, stores: readonly StoreRuntime[]): Promise<DatabaseTables[]> {
  const found: DatabaseTables[] = [{ name: 'ledger', storeId: null, tables: ledger.sizes() }];
  for (const { info, mirror } of stores) {
    await nextTurn();
    const tables = Object.entries(mirror.counts()).map(([name, rows]) => ({ name, rows }));
    found.push({ name: 'mirror', storeId: info.id, tables });
  }
  return found;
}

function withLogs(file: string): number {
  return fileBytes(file) + fileBytes(`${file}-wal`) + fileBytes(`${file}-shm`);
}

function fileBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** 0 where it is not there. */
function folderBytes(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return 0;
  return (readdirSync(folder, { recursive: true }) as string[]).reduce(
    (sum, name) => sum + fileBytes(join(folder, name)),
    0,
  );
}
