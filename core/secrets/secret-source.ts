/** Where a new data folder will keep its secrets, chosen once and written into folder.json. */
import { RoyalError } from '../../shared/errors.ts';
import { keychainProvider } from './keychain-provider.ts';
import { refusedError, type SecretSource } from './secret-provider.ts';

const OTHERWISE =
  'Or choose another place before the folder is made: ROYAL_SECRETS=file, or a ROYAL_DATA_KEY of your own.';

/**
 * ROYAL_SECRETS names one; else ROYAL_DATA_KEY, a keychain, a file, in this order. A keychain is tried first, by
 * writing to it: one that is locked is not passed over for a plain file, and no folder is made that it can't open.
 * Throws RoyalError key_locked, key_denied, key_lost where it is wished for and nothing answers, invalid_input.
 */
export async function chooseSource(env: NodeJS.ProcessEnv): Promise<SecretSource> {
  const wish = env.ROYAL_SECRETS;
  if (wish === 'environment' || wish === 'file') return wish;
  if (wish && wish !== 'keychain')
    throw new RoyalError({
      code: 'invalid_input',
      message: `ROYAL_SECRETS names no known place for secrets: ${JSON.stringify(wish)}.`,
      next: 'Set it to keychain, environment or file, or unset it.',
    });
  if (!wish && env.ROYAL_DATA_KEY) return 'environment';
  const keychain = keychainProvider('a new folder', env);
  try {
    const refusal = await keychain.tryOut();
    if (refusal === null) return 'keychain';
    if (!wish && refusal.state === 'unavailable') return 'file';
    const { code, message, next, details } = refusedError(refusal, 'keychain').toData();
    throw new RoyalError({ code, message, next: `${next} ${OTHERWISE}`, details }, { cause: refusal.cause });
  } finally {
    keychain.close();
  }
}
