/** Secrets in secrets.json, which only its owner can read: for machines that have no keychain. */
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RoyalError } from '../../shared/errors.ts';
import { replaceFile } from '../data-folder/replace-file.ts';
import { Secret } from './secret.ts';
import type { SecretKeeper } from './secret-provider.ts';

/** How a value is written down; the environment provider encrypts it, the plain file keeps it as it is. */
export interface Sealing {
  seal(name: string, value: string): string;
  open(name: string, sealed: string): string;
}

const PLAIN: Sealing = { seal: (_name, value) => value, open: (_name, sealed) => sealed };

export function fileProvider(folder: string): SecretKeeper {
  return { source: 'file', ...secretsFile(join(folder, 'secrets.json'), PLAIN) };
}

/** Each write replaces the file whole and fsyncs it, so a crash leaves the old or the new one. */
export function secretsFile(path: string, sealing: Sealing): Omit<SecretKeeper, 'source'> {
  const read = (): Record<string, string> => {
    if (!existsSync(path)) return {};
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    } catch {
      // Without the cause: the parser's own words quote what stands in the file.
      throw new RoyalError({
        code: 'key_wrong',
        message: 'The file with the secrets of this data folder is damaged.',
        next: `Put back ${path} from your own copy; nothing was changed.`,
        details: { path },
      });
    }
  };
  return {
    async find(name) {
      const sealed = read()[name];
      return sealed === undefined
        ? { state: 'absent' }
        : { state: 'found', secret: new Secret(sealing.open(name, sealed)) };
    },
    async set(name, value) {
      replaceFile(path, `${JSON.stringify({ ...read(), [name]: sealing.seal(name, value) }, null, 2)}\n`);
    },
    async delete(name) {
      const { [name]: gone, ...rest } = read();
      if (gone !== undefined) replaceFile(path, `${JSON.stringify(rest, null, 2)}\n`);
    },
    close() {},
  };
}
