/** A command's way to the core: the owner's, where the data folder has one; else one of its own, for as long as it takes. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { folderPaths } from '../core/data-folder/folder-paths.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';
import { startHeadless } from './host.ts';

export interface Reach {
  client: RoyalClient;
  /** Whether the core runs in this process. */
  own: boolean;
  close(): Promise<void>;
}

/** An owner that holds the lock but does not listen yet is starting, or ending. */
const PATIENCE_MS = 10_000;

/** Throws RoyalError with what keeps both ways shut. */
export async function reachCore(folder: string): Promise<Reach> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (existsSync(folderPaths(folder).token)) {
      const owner = await tryOwner(folder);
      if (owner) return owner;
    }
    try {
      const host = await startHeadless({ folder, schedule: false });
      return { client: host.client, own: true, close: () => host.close({ others: true }) };
    } catch (error) {
      if (!(error instanceof RoyalError) || error.code !== 'folder_locked' || Date.now() > deadline)
        throw error;
      await delay(100);
    }
  }
}

async function tryOwner(folder: string): Promise<Reach | null> {
  const { connectToOwner } = await import('./socket-client.ts');
  const { client, close } = connectToOwner(folder);
  try {
    await client.stop.status();
    return { client, own: false, close };
  } catch (error) {
    await close();
    if (error instanceof RoyalError && error.code === 'owner_gone') return null;
    throw error;
  }
}
