/** Where a data folder is, and what lies where in it. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface FolderPaths {
  root: string;
  app: string;
  ledger: string;
  lock: string;
  owner: string;
  identity: string;
  token: string;
  log: string;
  /** Of the main thread, where it serves HTTP: two writers of one file would turn it over under each other. */
  httpLog: string;
  storeFolder(storeId: string): string;
  mirror(storeId: string): string;
  bulk(storeId: string): string;
  /** Imported files, encrypted. */
  imports(storeId: string): string;
  /** Files that are being handed over or imported again, in the clear; emptied at each start. */
  uploads: string;
}

/** --data, else ROYAL_DATA, else the platform's place for application data. */
export function defaultFolder(env: NodeJS.ProcessEnv, platform = process.platform): string {
  if (env.ROYAL_DATA) return resolve(env.ROYAL_DATA);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Royal Equips');
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Royal Equips');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'royal-equips');
}

export function folderPaths(folder: string): FolderPaths {
  const root = resolve(folder);
  const storeFolder = (storeId: string): string => join(root, 'stores', storeId);
  return {
    root,
    app: join(root, 'app.db'),
    ledger: join(root, 'ledger.db'),
    lock: join(root, 'owner.lock'),
    owner: join(root, 'owner.json'),
    identity: join(root, 'folder.json'),
    token: join(root, 'socket.token'),
    log: join(root, 'royal.log'),
    httpLog: join(root, 'http.log'),
    storeFolder,
    mirror: (storeId) => join(storeFolder(storeId), 'mirror.db'),
    bulk: (storeId) => join(storeFolder(storeId), 'bulk'),
    imports: (storeId) => join(storeFolder(storeId), 'imports'),
    uploads: join(root, 'uploads'),
  };
}
