/** The core in a thread of this process, with every agent there is. */
import { type Host, type HostOptions, startHost } from '../core/host/host.ts';

const CORE_THREAD = new URL('./core-thread.ts', import.meta.url);

/** Throws RoyalError with what kept the core from starting (folder_locked, key_lost, database_newer …). */
export function startHeadless(options: Omit<HostOptions, 'coreThread'>): Promise<Host> {
  return startHost({ ...options, coreThread: CORE_THREAD });
}
