/** What a backup says of itself: which files, how large, their hashes and versions. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';

const manifest = z.object({
  format: z.literal(1),
  createdAt: z.number(),
  folderId: z.string(),
  files: z.array(
    z.object({
      /** Relative to the backup, with forward slashes. */
      path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
      bytes: z.int(),
      sha256: z.string(),
      /** SQLite's user_version; null for what is no database. */
      version: z.int().nullable(),
    }),
  ),
});

export type Manifest = z.infer<typeof manifest>;

export const MANIFEST = 'manifest.json';

/** Throws RoyalError not_found, database_newer (a later format) or database_damaged. */
export function readManifest(backup: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(backup, MANIFEST), 'utf8');
  } catch (cause) {
    throw new RoyalError(
      {
        code: 'not_found',
        message: `${backup} holds no backup.`,
        next: 'Name the folder that `royal backup` wrote: it has a manifest.json.',
      },
      { cause },
    );
  }
  const parsed = manifest.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  const format = (asJson(text) as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1)
    throw new RoyalError({
      code: 'database_newer',
      message: `The backup ${backup} was written by a newer version of this program.`,
      next: 'Update this program, then restore again; nothing was changed.',
    });
  throw new RoyalError({
    code: 'database_damaged',
    message: `The manifest of the backup ${backup} is damaged.`,
    next: 'Take another backup; nothing was changed.',
  });
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
