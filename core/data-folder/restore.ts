/**
 * Puts a backup in the place of a data folder. The new folder is made and checked beside the present one, which
 * is moved aside in one rename, and moved back should anything go wrong before the new one stands.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { asRoyalError } from '../sqlite/open.ts';
import { asideOf, recoverInterruptedRestore, takeOwnership } from './data-folder.ts';
import { folderPaths } from './folder-paths.ts';
import { type Manifest, readManifest, sha256Of } from './manifest.ts';
import { replaceFile, syncFolder } from './replace-file.ts';

/** The newest user_version that this program knows of each kind of database. */
export interface KnownVersions {
  app: number;
  ledger: number;
  mirror: number;
}

export interface RestoreSummary {
  folder: string;
  files: number;
  backupOf: EpochMs;
}

/** Left in a restored folder until the core has taken note of it at its next start. */
export const RESTORED = 'restored.json';

/** Present files that the restored folder keeps: keys are in no backup, and a deletion is never taken back. */
const KEPT = ['secrets.json'];

/** What every backup has. */
const WHOLE = ['app.db', 'ledger.db'];

/**
 * Refuses a folder that is in use, a damaged backup and a newer one; in each case nothing is changed.
 * Throws RoyalError folder_locked, not_found, database_damaged, database_newer, disk_full, folder_read_only.
 */
export async function restoreBackup(
  backup: string,
  folder: string,
  known: KnownVersions,
  now: EpochMs,
): Promise<RestoreSummary> {
  const manifest = await checkBackup(backup, known);
  const paths = folderPaths(folder);
  const staged = `${paths.root}.restoring`;
  const aside = asideOf(paths.root);
  recoverInterruptedRestore(paths.root);
  const present = existsSync(paths.root);
  let release = present ? takeOwnership(paths) : null;
  try {
    rmSync(staged, { recursive: true, force: true });
    mkdirSync(staged, { recursive: true, mode: 0o700 });
    for (const file of manifest.files) {
      const copy = join(staged, file.path);
      mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
      copyFileSync(join(backup, file.path), copy);
      if ((await sha256Of(copy)) !== file.sha256) throw damaged(backup, file.path);
    }
    if (present) keepPresent(paths.root, staged);
    replaceFile(join(staged, RESTORED), JSON.stringify({ at: now, backupOf: manifest.createdAt }));
    // Windows can't rename a folder with an open file in it; elsewhere the lock goes along with its file.
    if (process.platform === 'win32') release?.();
    if (present) renameSync(paths.root, aside);
    try {
      renameSync(staged, paths.root);
    } catch (error) {
      if (present) renameSync(aside, paths.root);
      throw error;
    }
    syncFolder(dirname(paths.root));
    release?.();
    release = null;
    rmSync(aside, { recursive: true, force: true });
    return { folder: paths.root, files: manifest.files.length, backupOf: manifest.createdAt };
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw asRoyalError(error, staged, { label: 'the restored folder' });
  } finally {
    release?.();
  }
}

/** Reads every file of it. Throws RoyalError not_found, database_damaged, database_newer. */
export async function checkBackup(backup: string, known: KnownVersions): Promise<Manifest> {
  const manifest = readManifest(backup);
  // Without them there would be an empty program in the place of the present one.
  for (const path of WHOLE)
    if (!manifest.files.some((file) => file.path === path)) throw damaged(backup, path);
  for (const file of manifest.files) {
    const path = join(backup, file.path);
    if (!existsSync(path) || statSync(path).size !== file.bytes || (await sha256Of(path)) !== file.sha256)
      throw damaged(backup, file.path);
    if (file.version === null) {
      if (file.path.endsWith('.db')) throw damaged(backup, file.path);
      continue;
    }
    const newest =
      file.path === 'app.db' ? known.app : file.path === 'ledger.db' ? known.ledger : known.mirror;
    if (file.version > newest)
      throw new RoyalError({
        code: 'database_newer',
        message: `${file.path} in the backup is of version ${file.version}; this program knows ${newest}.`,
        next: 'Update this program, then restore again; nothing was changed.',
        details: { file: file.path, version: file.version, newest },
      });
    if (!isSound(path, file.version)) throw damaged(backup, file.path);
  }
  return manifest;
}

/** Of the version that the manifest tells, and whole as far as SQLite can say. */
function isSound(path: string, version: number): boolean {
  const database = new SqliteDatabase(path, { readonly: true });
  try {
    return (
      database.pragma('user_version', { simple: true }) === version &&
      database.pragma('quick_check(1)', { simple: true }) === 'ok'
    );
  } catch {
    return false;
  } finally {
    database.close();
  }
}

/** Keys stay, and so do deletions of customers: both lists are joined. */
function keepPresent(root: string, staged: string): void {
  for (const file of KEPT) {
    if (existsSync(join(root, file))) copyFileSync(join(root, file), join(staged, file));
  }
  const lines = new Set(
    [staged, root]
      .map((folder) => join(folder, 'deletions.jsonl'))
      .filter((file) => existsSync(file))
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => line !== ''),
  );
  if (lines.size > 0)
    writeFileSync(join(staged, 'deletions.jsonl'), [...lines].map((line) => `${line}\n`).join(''), {
      mode: 0o600,
    });
}

function damaged(backup: string, file: string): RoyalError {
  return new RoyalError({
    code: 'database_damaged',
    message: `${file} in the backup ${backup} is damaged or missing.`,
    next: 'Take another backup; nothing was changed.',
    details: { file },
  });
}
