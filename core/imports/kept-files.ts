/** Imported files as they were, encrypted beside the store's mirror, so that it can be built again from them. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RoyalError } from '../../shared/errors.ts';

/** format byte ‖ nonce ‖ ciphertext ‖ tag, AES-256-GCM. */
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface FileFacts {
  /** SHA-256 in hex. */
  digest: string;
  bytes: number;
}

export async function factsOf(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { digest: hash.digest('hex'), bytes: statSync(path).size };
}

/** The key of a store's kept files, out of its data key. */
export function keepingKey(storeId: string, dataKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, storeId, 'royal/imports/keep', 32));
}

/** `kept` appears once it is whole. */
export async function sealFile(
  source: AsyncIterable<Buffer | string>,
  kept: string,
  key: Uint8Array,
): Promise<void> {
  mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
  const partial = `${kept}.partial`;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  try {
    await pipeline(
      source,
      async function* (clear: AsyncIterable<Buffer | string>) {
        yield Buffer.concat([Buffer.from([FORMAT]), nonce]);
        for await (const chunk of clear)
          yield typeof chunk === 'string' ? cipher.update(chunk, 'utf8') : cipher.update(chunk);
        yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
      },
      createWriteStream(partial, { mode: 0o600, flush: true }),
    );
    renameSync(partial, kept);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Writes the clear text to `target`, which the caller removes. Throws what openKept throws. */
export async function openFile(kept: string, target: string, key: Uint8Array): Promise<void> {
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    await pipeline(openKept(kept, key), createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

/**
 * The clear text in pieces; only at their end is it sure that nothing was changed. Throws database_damaged, and
 * not_found where the file is gone.
 */
export async function* openKept(kept: string, key: Uint8Array): AsyncGenerator<Buffer> {
  const damaged = (code: 'not_found' | 'database_damaged', cause: unknown): RoyalError =>
    new RoyalError(
      {
        code,
        message: `The kept copy ${kept} of an imported file ${code === 'not_found' ? 'is gone' : 'is damaged'}.`,
        next: 'Put it back from a backup, or remove the store and import the files anew.',
      },
      { cause },
    );
  const file = await open(kept).catch((error: unknown) => {
    throw damaged('not_found', error);
  });
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(1 + NONCE_BYTES);
    const tag = Buffer.alloc(TAG_BYTES);
    await file.read(head, 0, head.length, 0);
    await file.read(tag, 0, TAG_BYTES, size - TAG_BYTES);
    const end = size - TAG_BYTES - 1;
    if (head[0] !== FORMAT || end < head.length) throw new RangeError('nothing in it');
    const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(1)).setAuthTag(tag);
    const sealed = createReadStream(kept, { start: head.length, end });
    for await (const piece of sealed as AsyncIterable<Buffer>) yield decipher.update(piece);
    decipher.final();
  } catch (error) {
    throw damaged('database_damaged', error);
  } finally {
    await file.close();
  }
}
