/** The backups that this program made, and where: kept among the settings, newest first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { KnownBackup } from '../../shared/contract/data-schemas.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { AppDb } from '../app-db/app-db.ts';
import type { BackupSummary } from './backup.ts';
import { MANIFEST } from './manifest.ts';

const SETTING = 'backups';
const MOST = 100;

const kept = z.array(
  z.object({
    path: z.string(),
    at: z.number(),
    bytes: z.number(),
    files: z.int(),
    stores: z.array(z.string()),
  }),
);

export class KnownBackups {
  readonly #settings: AppDb['settings'];

  constructor(settings: AppDb['settings']) {
    this.#settings = settings;
  }

  note({ path, bytes, files, stores }: BackupSummary, at: EpochMs): void {
    const others = this.#kept().filter((one) => one.path !== path);
    this.#settings.set(SETTING, [{ path, at, bytes, files, stores }, ...others].slice(0, MOST));
  }

  list(): KnownBackup[] {
    return this.#kept().map((one) => ({ ...one, there: existsSync(join(one.path, MANIFEST)) }));
  }

  #kept(): z.infer<typeof kept> {
    return kept.catch([]).parse(this.#settings.get(SETTING) ?? []);
  }
}
