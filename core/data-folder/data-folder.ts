/**
 * The data folder, and that it has one owner. The owner holds an exclusive SQLite transaction on owner.lock for the
 * life of its process, so the lock dies with it, whatever kills it.
 */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { RoyalError } from '../../shared/errors.ts';
import type { SecretSource } from '../secrets/secret-provider.ts';
import { chooseSource } from '../secrets/secret-source.ts';
import { asRoyalError } from '../sqlite/open.ts';
import { type FolderPaths, folderPaths } from './folder-paths.ts';
import { replaceFile } from './replace-file.ts';

/** What folder.json says of the folder; made once, never changed. */
export interface FolderIdentity {
  id: string;
  secrets: SecretSource;
}

export interface Owner {
  pid: number;
  startedAt: number;
}

export interface DataFolder {
  paths: FolderPaths;
  identity: FolderIdentity;
  /** True on the very first opening. */
  fresh: boolean;
  release(): void;
}

/**
 * Makes the folder (0700) where there is none, and takes its ownership.
 * Throws RoyalError folder_locked, folder_read_only, disk_full, database_damaged; for a new folder also what
 * chooseSource throws, and then the folder stays new.
 */
export async function openDataFolder(folder: string, env: NodeJS.ProcessEnv): Promise<DataFolder> {
  const paths = folderPaths(folder);
  recoverInterruptedRestore(paths.root);
  try {
    mkdirSync(paths.root, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(paths.root, 0o700);
    accessSync(paths.root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderError(error, paths);
  }
  const release = takeOwnership(paths);
  try {
    const fresh = !existsSync(paths.identity);
    if (fresh && existsSync(paths.ledger))
      throw new RoyalError({
        code: 'key_lost',
        message: 'folder.json is missing, which says where the keys of this data folder are.',
        next: `Put back ${paths.identity} from a backup; nothing was changed.`,
      });
    const identity = fresh
      ? { id: randomUUID(), secrets: await chooseSource(env) }
      : readIdentity(paths.identity);
    if (fresh) replaceFile(paths.identity, `${JSON.stringify(identity)}\n`);
    return { paths, identity, fresh, release };
  } catch (error) {
    release();
    throw folderError(error, paths);
  }
}

/** Where a restore puts the present folder until the new one stands. */
export const asideOf = (root: string): string => `${root}.before-restore`;

/** Where a restore was killed between its two renames, the folder of before comes back. */
export function recoverInterruptedRestore(root: string): void {
  if (!existsSync(root) && existsSync(asideOf(root))) renameSync(asideOf(root), root);
}

export function readIdentity(path: string): FolderIdentity {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as FolderIdentity;
    if (typeof value.id === 'string' && typeof value.secrets === 'string') return value;
  } catch {
    // Reported below with what to do; the parser's own words would not help.
  }
  throw new RoyalError({
    code: 'database_damaged',
    message: `${path} is damaged: it says where the keys of this data folder are.`,
    next: 'Put it back from a backup; nothing was changed.',
  });
}

/** Who says to own the folder, for messages; only the lock itself proves it. */
function readOwner(paths: FolderPaths): Owner | null {
  try {
    return JSON.parse(readFileSync(paths.owner, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Takes the lock at once or throws folder_locked; the returned function gives it back. */
export function takeOwnership(paths: FolderPaths): () => void {
  let database: Database.Database;
  try {
    database = new Database(paths.lock, { timeout: 0 });
  } catch (error) {
    throw folderError(error, paths);
  }
  try {
    database.pragma('journal_mode = DELETE');
    database.exec('BEGIN EXCLUSIVE');
    replaceFile(paths.owner, JSON.stringify({ pid: process.pid, startedAt: Date.now() } satisfies Owner));
  } catch (error) {
    database.close();
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('SQLITE_BUSY')) throw folderError(error, paths);
    const owner = readOwner(paths);
    throw new RoyalError({
      code: 'folder_locked',
      message: `The data folder ${paths.root} is in use${owner ? ` by process ${owner.pid}` : ''}.`,
      next: 'Use that window or terminal, or close it first.',
      details: { folder: paths.root, pid: owner?.pid },
    });
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    rmSync(paths.owner, { force: true });
    database.close();
  };
}

function folderError(error: unknown, paths: FolderPaths): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return new RoyalError(
      {
        code: 'invalid_input',
        message: `${paths.root} is not a folder.`,
        next: 'Name another data folder with --data or ROYAL_DATA.',
      },
      { cause: error },
    );
  // A recursive mkdir on a read-only file system says ENOENT under Node 24, not EROFS.
  if (code === 'ENOENT')
    return new RoyalError(
      {
        code: 'folder_read_only',
        message: `The data folder ${paths.root} can't be made.`,
        next: `Make sure that you may write in ${dirname(paths.root)}, or name another folder with --data.`,
      },
      { cause: error },
    );
  return asRoyalError(error, paths.lock, { label: 'the data folder' });
}
