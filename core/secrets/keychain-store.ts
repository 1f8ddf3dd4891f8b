/** Secrets in the keychain of the operating system: macOS Keychain, Windows Credential Manager, Secret Service. */
import { existsSync } from 'node:fs';
import { RoyalError } from '../../shared/errors.ts';
import { Secret } from './secret.ts';
import type { SecretStore } from './secret-store.ts';

const SERVICE = 'Royal Equips';

/** Loaded when asked for: the native part may be missing on an uncommon platform. */
async function load(): Promise<typeof import('keytar/keytar.js')> {
  return await import('keytar/keytar.js');
}

/**
 * On Linux only a session bus means a keychain that outlives the machine's next start: without one the library
 * falls back to the kernel's keyring, which forgets.
 */
export async function keychainReachable(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (process.platform === 'linux' || process.platform === 'freebsd') {
    const bus = env.DBUS_SESSION_BUS_ADDRESS || (env.XDG_RUNTIME_DIR && `${env.XDG_RUNTIME_DIR}/bus`);
    if (!bus || (!env.DBUS_SESSION_BUS_ADDRESS && !existsSync(bus))) return false;
  }
  try {
    const keychain = await load();
    await keychain.getPassword(SERVICE, 'reachable');
    return true;
  } catch {
    return false;
  }
}

export function keychainStore(folderId: string): SecretStore {
  const account = (name: string): string => `${folderId}/${name}`;
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw new RoyalError(
        {
          code: 'key_lost',
          message: 'The keychain of the system did not answer.',
          next: 'Unlock the keychain, then try again; nothing was changed.',
        },
        { cause },
      );
    }
  };
  return {
    source: 'keychain',
    get: (name) =>
      attempt(async () => {
        const value = await (await load()).getPassword(SERVICE, account(name));
        return value === null ? null : new Secret(value);
      }),
    set: (name, value) =>
      attempt(async () => {
        const keychain = await load();
        await keychain.setPassword(SERVICE, account(name), value);
        if ((await keychain.getPassword(SERVICE, account(name))) !== value)
          throw new Error('the keychain did not keep the value');
      }),
    delete: (name) =>
      attempt(async () => {
        await (await load()).deletePassword(SERVICE, account(name));
      }),
  };
}
