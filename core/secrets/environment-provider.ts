/**
 * Secrets of a server: ROYAL_DATA_KEY (32 bytes, base64 or hex) opens secrets.json, whose values are
 * AES-256-GCM with the name as additional data. ROYAL_SECRET_<NAME> overrides one value, to be injected by
 * whatever runs the server ("store.gbp.credentials" is ROYAL_SECRET_STORE_GBP_CREDENTIALS).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { RoyalError } from '../../shared/errors.ts';
import { type Sealing, secretsFile } from './file-provider.ts';
import { Secret } from './secret.ts';
import type { SecretKeeper, SecretProvider } from './secret-provider.ts';

/** What the environment injects by name; it keeps nothing. */
export function variablesProvider(env: NodeJS.ProcessEnv): SecretProvider {
  return {
    source: 'environment',
    async find(name) {
      const injected = env[`ROYAL_SECRET_${name.replace(/[^a-z0-9]/gi, '_').toUpperCase()}`];
      return injected ? { state: 'found', secret: new Secret(injected) } : { state: 'absent' };
    },
    close() {},
  };
}

/** Throws RoyalError key_lost where ROYAL_DATA_KEY is not set, key_wrong where it is not 32 bytes. */
export function environmentProvider(folder: string, env: NodeJS.ProcessEnv): SecretKeeper {
  const variables = variablesProvider(env);
  const file = secretsFile(join(folder, 'secrets.json'), sealingWith(dataKey(env.ROYAL_DATA_KEY)));
  return {
    source: 'environment',
    ...file,
    async find(name) {
      const injected = await variables.find(name);
      return injected.state === 'found' ? injected : file.find(name);
    },
  };
}

function dataKey(text: string | undefined): Buffer {
  if (!text)
    throw new RoyalError({
      code: 'key_lost',
      message: 'This data folder is opened by ROYAL_DATA_KEY, which is not set.',
      next: 'Set ROYAL_DATA_KEY to the key that this folder was made with.',
    });
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length !== 32)
    throw new RoyalError({
      code: 'key_wrong',
      message: `ROYAL_DATA_KEY holds ${bytes.length} bytes instead of 32.`,
      next: 'Make one with `openssl rand -base64 32`, or set the one that this folder was made with.',
    });
  return bytes;
}

function sealingWith(key: Buffer): Sealing {
  const fileKey = Buffer.from(hkdfSync('sha256', key, '', 'royal secrets file', 32));
  return {
    seal(name, value) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', fileKey, nonce).setAAD(Buffer.from(name));
      return Buffer.concat([
        nonce,
        cipher.update(value, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]).toString('base64');
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const cipher = createDecipheriv('aes-256-gcm', fileKey, bytes.subarray(0, 12)).setAAD(
          Buffer.from(name),
        );
        cipher.setAuthTag(bytes.subarray(-16));
        return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8');
      } catch (cause) {
        throw new RoyalError(
          {
            code: 'key_wrong',
            message: 'ROYAL_DATA_KEY does not open the secrets of this data folder.',
            next: 'Set the key that this folder was made with; nothing was changed.',
          },
          { cause },
        );
      }
    },
  };
}
