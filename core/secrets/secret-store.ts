/**
 * Where keys and tokens of a data folder live. A folder keeps to the source it began with (named in
 * folder.json): a keychain that can't be reached today must not look like a folder without keys.
 */
import { randomBytes } from 'node:crypto';
import { RoyalError } from '../../shared/errors.ts';
import { environmentStore } from './environment-store.ts';
import { fileStore } from './file-store.ts';
import { keychainReachable, keychainStore } from './keychain-store.ts';
import type { Secret } from './secret.ts';

export type SecretSource = 'keychain' | 'environment' | 'file';

/** Names: "store.<id>.credentials", "store.<id>.key", "audit.key", "audit.anchor". */
export interface SecretStore {
  readonly source: SecretSource;
  get(name: string): Promise<Secret | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** The source a new folder takes: ROYAL_SECRETS names one; else ROYAL_DATA_KEY, a keychain, a file, in this order. */
export async function chooseSource(env: NodeJS.ProcessEnv): Promise<SecretSource> {
  const wish = env.ROYAL_SECRETS;
  if (wish === 'keychain' || wish === 'environment' || wish === 'file') return wish;
  if (wish)
    throw new RoyalError({
      code: 'invalid_input',
      message: `ROYAL_SECRETS names no known place for secrets: ${JSON.stringify(wish)}.`,
      next: 'Set it to keychain, environment or file, or unset it.',
    });
  if (env.ROYAL_DATA_KEY) return 'environment';
  return (await keychainReachable(env)) ? 'keychain' : 'file';
}

/** Opens the folder's source. Throws RoyalError key_lost where that source can't be had now. */
export async function openSecrets(options: {
  folder: string;
  folderId: string;
  source: SecretSource;
  env: NodeJS.ProcessEnv;
}): Promise<SecretStore> {
  const { folder, folderId, source, env } = options;
  if (source === 'environment') return environmentStore(folder, env);
  if (source === 'file') return fileStore(folder);
  if (!(await keychainReachable(env)))
    throw new RoyalError({
      code: 'key_lost',
      message: 'This data folder keeps its keys in the keychain of the system, which can not be reached.',
      next: 'Log in to the desktop session (or unlock the keychain) that made this folder, and start again.',
      details: { source },
    });
  return keychainStore(folderId);
}

/**
 * A 32-byte key under a name. Where there is none it is made, unless `mayCreate` is false: then something
 * is encrypted with it already, and a new key would hide the loss. Throws RoyalError key_lost.
 */
export async function keyFor(
  secrets: SecretStore,
  name: string,
  mayCreate: boolean,
  next: string,
): Promise<Buffer> {
  const kept = await secrets.get(name);
  if (kept) {
    const key = Buffer.from(kept.reveal(), 'base64');
    if (key.length === 32) return key;
    throw new RoyalError({
      code: 'key_wrong',
      message: `The key "${name}" is there but damaged.`,
      next,
      details: { name, source: secrets.source },
    });
  }
  if (!mayCreate)
    throw new RoyalError({
      code: 'key_lost',
      message: `The key "${name}" is not in the ${secrets.source} any more; nothing was changed.`,
      next,
      details: { name, source: secrets.source },
    });
  const key = randomBytes(32);
  await secrets.set(name, key.toString('base64'));
  return key;
}
