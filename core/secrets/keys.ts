/** Keys of 32 bytes by name, made once and never a second time. */
import { randomBytes } from 'node:crypto';
import { RoyalError } from '../../shared/errors.ts';
import type { SecretResolver } from './secret-resolver.ts';

/**
 * The key under a name. Where there is none it is made, unless `mayCreate` is false: then something is encrypted
 * with it already, and a new key would hide the loss. Throws RoyalError key_lost, key_wrong (it is damaged),
 * key_locked, key_denied.
 */
export async function keyFor(
  secrets: SecretResolver,
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
