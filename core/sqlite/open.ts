/** Opens the program's SQLite files one way: versions asserted, pragmas set, migrations run, errors told in plain words. */
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { RoyalError } from '../../shared/errors.ts';
import { fold } from '../../shared/folding.ts';

export type { Database } from 'better-sqlite3';

export interface Migration {
  /** 1, 2, 3 …: the value of user_version once it has run. */
  version: number;
  /** What it does, as one phrase. */
  name: string;
  /** Runs inside the transaction that sets the marker. */
  up(db: Database): void;
}

export interface OpenDatabaseOptions {
  /** For messages: "the mirror of store main", "the ledger". */
  label: string;
  /** FULL: a commit survives power loss. NORMAL: it survives the process, and power loss may take the last ones. */
  synchronous: 'NORMAL' | 'FULL';
  migrations: readonly Migration[];
  readOnly?: boolean;
  /** Overwrites deleted content with zeros. */
  secureDelete?: boolean;
  /** Page cache in KiB, SQLite's own 16,000 unless told. */
  cacheKib?: number;
  /** Pages after which the WAL is written back, SQLite's own 1,000 unless told: more suits large loads. */
  checkpointPages?: number;
  /** What a person can do about a damaged file; the mirror can be fetched again, the ledger only restored. */
  whenDamaged?: string;
}

/** WAL could lose commits at a reset before this release (https://sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = [3, 51, 3] as const;

/**
 * Opens or creates a database file in WAL mode and brings it to the newest version. An existing file is copied
 * to `<file>.v<old version>.bak` before a migration; the copy of an earlier migration is removed.
 * Throws RoyalError: sqlite_too_old, database_newer, database_damaged, folder_read_only, disk_full, folder_locked.
 */
export function openDatabase(file: string, options: OpenDatabaseOptions): Database {
  let db: Database | undefined;
  try {
    if (file !== ':memory:') accessSync(dirname(file), constants.X_OK);
    db = new SqliteDatabase(file, { readonly: options.readOnly ?? false, timeout: 5000 });
    assertSqlite(db);
    if (!options.readOnly) db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.synchronous}`);
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    // SQLite's own lower() knows the letters of English alone.
    db.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? fold(text) : ''));
    if (options.secureDelete) db.pragma('secure_delete = ON');
    if (options.checkpointPages) db.pragma(`wal_autocheckpoint = ${options.checkpointPages}`);
    if (options.cacheKib) db.pragma(`cache_size = -${options.cacheKib}`);
    migrate(db, file, options);
    return db;
  } catch (error) {
    db?.close();
    throw asRoyalError(error, file, options);
  }
}

function assertSqlite(db: Database): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  if (isOlder(version, OLDEST_SQLITE))
    throw new RoyalError({
      code: 'sqlite_too_old',
      message: `SQLite ${version} can lose committed data; ${OLDEST_SQLITE.join('.')} or newer is needed.`,
      next: 'Run `npm install` again so that better-sqlite3 13 is in place.',
      details: { version },
    });
}

/** Whether a dotted version comes before another. */
export function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < than.length; i++) {
    const difference = (parts[i] ?? 0) - than[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function migrate(db: Database, file: string, options: OpenDatabaseOptions): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  const newest = options.migrations.at(-1)?.version ?? 0;
  if (from > newest)
    throw new RoyalError({
      code: 'database_newer',
      message: `${capital(options.label)} was written by a newer version of this program (${from}, here ${newest}).`,
      next: 'Update this program, or use the data folder with the version that wrote it.',
      details: { file, version: from, newest },
    });
  const pending = options.migrations.filter((migration) => migration.version > from);
  if (pending.length === 0 || options.readOnly) return;
  const backup = `${file}.v${from}.bak`;
  if (from > 0) {
    rmSync(backup, { force: true });
    db.prepare('VACUUM INTO ?').run(backup);
  }
  for (const migration of pending)
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  for (let old = 1; old < from; old++) rmSync(`${file}.v${old}.bak`, { force: true });
}

/**
 * SQLite's and the file system's errors as RoyalErrors that say what to do; RoyalErrors and unknown values pass
 * through unchanged. Call it wherever a write may meet a full disk or a folder turned read-only.
 */
export function asRoyalError(
  error: unknown,
  file: string,
  options: Pick<OpenDatabaseOptions, 'label' | 'whenDamaged'>,
): unknown {
  if (error instanceof RoyalError || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return error;
  const told = (data: Omit<ConstructorParameters<typeof RoyalError>[0], 'details'>): RoyalError =>
    new RoyalError({ ...data, details: { file, sqlite: code } }, { cause: error });
  const label = capital(options.label);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return told({
      code: 'database_damaged',
      message: `${label} is damaged.`,
      next: options.whenDamaged ?? 'Restore it from a backup with `royal restore`.',
    });
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return told({
      code: 'disk_full',
      message: `The disk is full; ${options.label} was left as it was before the last change.`,
      next: 'Free some space, then run the command again.',
    });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return told({
      code: 'folder_locked',
      message: `Another program is using ${options.label}.`,
      next: 'Close the other program, then try again.',
    });
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    ['EROFS', 'EACCES', 'EPERM', 'ENOENT'].includes(code) ||
    (code.startsWith('SQLITE_IOERR') && !isWritable(dirname(file)))
  )
    return told({
      code: 'folder_read_only',
      message: `${label} can't be written in ${dirname(file)}.`,
      next: `Make sure that the folder ${dirname(file)} exists and that you may write in it.`,
    });
  return error;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return existsSync(folder);
  } catch {
    return false;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
