/**
 * A backup: consistent copies of every database, with a manifest. It holds no keys: those stay where the folder
 * keeps them, so a stolen backup shows no person and opens no shop.
 */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { asRoyalError } from '../sqlite/open.ts';
import { readIdentity } from './data-folder.ts';
import type { FolderPaths } from './folder-paths.ts';
import { MANIFEST, type Manifest, sha256Of } from './manifest.ts';
import { replaceFile, syncFolder } from './replace-file.ts';

const NO_PLACE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EINVAL', 'ENAMETOOLONG']);

export interface BackupSummary {
  path: string;
  files: number;
  bytes: number;
  stores: string[];
}

/**
 * Copies while the program goes on writing. `target` becomes the backup's folder, or gets a dated one inside
 * where it exists already; it appears only once it is whole. The ledger is copied last: it must know at least
 * what the mirrors show.
 */
export async function createBackup(paths: FolderPaths, target: string, now: EpochMs): Promise<BackupSummary> {
  const name = `royal-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}`;
  const path = existsSync(target) ? join(resolve(target), name) : resolve(target);
  if (existsSync(target) && !statSync(target).isDirectory())
    throw new RoyalError({
      code: 'invalid_input',
      message: `${target} is a file.`,
      next: 'Name a folder, or a path that does not exist yet.',
    });
  if (isInside(realPath(path), realpathSync(paths.root)))
    throw new RoyalError({
      code: 'invalid_input',
      message: `${path} is inside the data folder.`,
      next: 'Name a folder elsewhere, best on another disk: a restore replaces the data folder with all that is in it.',
    });
  // A name that nobody has: whatever stands beside the backup is not ours to remove.
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  try {
    makeFolder(partial);
    const stores = storesIn(paths);
    const databases = [
      ...stores
        .map((store) => `stores/${store}/mirror.db`)
        .filter((file) => existsSync(join(paths.root, file))),
      'app.db',
      'ledger.db',
    ].filter((file) => existsSync(join(paths.root, file)));
    const files: Manifest['files'] = [];
    for (const file of databases) {
      const copy = join(partial, file);
      mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
      const version = await copyDatabase(join(paths.root, file), copy);
      files.push({ path: file, bytes: statSync(copy).size, sha256: await sha256Of(copy), version });
    }
    const others = ['folder.json', 'deletions.jsonl'].filter((f) => existsSync(join(paths.root, f)));
    for (const file of [...others, ...stores.flatMap((store) => importedFiles(paths, store))]) {
      const copy = join(partial, file);
      mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
      copyFileSync(join(paths.root, file), copy);
      files.push({ path: file, bytes: statSync(copy).size, sha256: await sha256Of(copy), version: null });
    }
    const manifest: Manifest = {
      format: 1,
      createdAt: now,
      folderId: readIdentity(paths.identity).id,
      files,
    };
    replaceFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    renameSync(partial, path);
    syncFolder(dirname(path));
    return { path, files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0), stores };
  } catch (error) {
    if (existsSync(partial)) rmSync(partial, { recursive: true, force: true });
    throw asRoyalError(error, partial, { label: 'the backup' });
  }
}

/** With the folders above it. Node's own `recursive` never comes back where the system makes none, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!NO_PLACE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new RoyalError(
      {
        code: 'invalid_input',
        message: `There can be no folder at ${path}.`,
        next: 'Name a folder on a disk, best on another one than the data folder’s.',
      },
      { cause: error },
    );
  }
}

/** Links resolved as far as the path exists. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function storesIn(paths: FolderPaths): string[] {
  const folder = join(paths.root, 'stores');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Encrypted as they are: a mirror can't be rebuilt without them. */
function importedFiles(paths: FolderPaths, store: string): string[] {
  const folder = paths.imports(store);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sealed'))
    .map((name) => `stores/${store}/imports/${name}`);
}

/**
 * Copies one database a few pages a turn, so that the core thread stays prompt. The open read transaction holds
 * one state of the file: without it every write would make SQLite begin again
 * (https://sqlite.org/c3ref/backup_finish.html#sqlite3backupstep).
 */
async function copyDatabase(source: string, copy: string): Promise<number> {
  const database = new SqliteDatabase(source, { readonly: true, timeout: 5000 });
  try {
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    await database.backup(copy, { progress: () => 500 });
  } finally {
    database.close();
  }
  // A copy in WAL mode could not be read from a disk that can't be written.
  const copied = new SqliteDatabase(copy);
  try {
    copied.pragma('journal_mode = DELETE');
    return copied.pragma('user_version', { simple: true }) as number;
  } finally {
    copied.close();
  }
}
