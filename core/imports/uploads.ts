/**
 * Files that are being handed over, a piece at a time. They lie in the clear until their import: what nobody imports
 * goes by itself, and there are never more of them than the disk can take.
 */
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';

/** Since it was last added to or looked at; long enough to answer what an import asks. */
const KEPT_MS = 2 * 60 * 60_000;
const LOOK_MS = 10 * 60_000;
/** As many files as one import takes. */
const MOST_FILES = 1000;
/** All of them together: ten exports of a million orders. */
const MOST_BYTES = 10 * 1024 ** 3;
/** The databases need room to go on. */
const FREE_BYTES = 1024 ** 3;

export interface UploadsOptions {
  folder: string;
  clock: () => EpochMs;
  /** Fires when the program ends. */
  signal: AbortSignal;
  limits?: { files: number; bytes: number; free: number };
}

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #limits: { files: number; bytes: number; free: number };
  /** Being imported. */
  readonly #held = new Set<string>();

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#limits = options.limits ?? { files: MOST_FILES, bytes: MOST_BYTES, free: FREE_BYTES };
    // What a crash has left.
    rmSync(options.folder, { recursive: true, force: true });
    const look = setInterval(() => this.dropOld(), LOOK_MS).unref();
    options.signal.addEventListener('abort', () => clearInterval(look), { once: true });
  }

  /**
   * A first piece where `upload` is absent. `at` is how many bytes were handed over before; a piece that is there
   * already changes nothing. Throws not_found, invalid_state {bytes}, too_large, disk_full.
   */
  append(text: string, upload?: string, at?: number): { upload: string; bytes: number } {
    this.dropOld();
    const { folder } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = upload ?? randomUUID();
    const path = upload ? this.path(upload) : join(folder, `${name}.csv`);
    const there = upload ? statSync(path).size : 0;
    const begins = at ?? there;
    const bytes = Buffer.byteLength(text);
    if (begins < there && begins + bytes === there) return { upload: name, bytes: there };
    if (begins !== there) throw wrongPlace(begins, there);
    this.#assertRoom(bytes, upload === undefined);
    appendFileSync(path, text, { mode: 0o600 });
    this.#touch(path);
    return { upload: name, bytes: there + bytes };
  }

  /** Of an upload that is looked at: it stays for another while. Throws not_found. */
  path(upload: string): string {
    const path = join(this.#options.folder, `${upload}.csv`);
    if (existsSync(path)) {
      this.#touch(path);
      return path;
    }
    throw new RoyalError({
      code: 'not_found',
      message: 'There is no such upload.',
      next: 'Hand the file over anew: uploads end with their import, after two hours, and when the program ends.',
    });
  }

  /** They stay while `work` reads them, and go with it. */
  async imported<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
    for (const path of paths) this.#held.add(path);
    try {
      return await work();
    } finally {
      for (const path of paths) {
        this.#held.delete(path);
        rmSync(path, { force: true });
      }
    }
  }

  dropOld(): void {
    const old = this.#options.clock() - KEPT_MS;
    for (const { path, touchedAt } of this.#files())
      if (touchedAt < old && !this.#held.has(path)) rmSync(path, { force: true });
  }

  #touch(path: string): void {
    const now = this.#options.clock() / 1000;
    utimesSync(path, now, now);
  }

  #assertRoom(bytes: number, isNew: boolean): void {
    const files = this.#files();
    const all = files.reduce((sum, file) => sum + file.bytes, bytes);
    if (all > this.#limits.bytes || (isNew && files.length >= this.#limits.files))
      throw new RoyalError({
        code: 'too_large',
        message: 'More files were handed over than are kept before their import.',
        next: 'Import what was handed over first; what nobody imports goes within two hours.',
        details: { files: files.length, bytes: all },
      });
    const { bavail, bsize } = statfsSync(this.#options.folder);
    if (bavail * bsize - bytes < this.#limits.free)
      throw new RoyalError({
        code: 'disk_full',
        message: 'The disk of the data folder is nearly full: no more of the file was taken.',
        next: 'Make room on that disk, then hand the file over anew.',
        details: { freeBytes: bavail * bsize },
      });
  }

  #files(): { path: string; bytes: number; touchedAt: EpochMs }[] {
    const { folder } = this.#options;
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .map((path) => ({ path, stat: statSync(path, { throwIfNoEntry: false }) }))
      .flatMap(({ path, stat }) => (stat ? [{ path, bytes: stat.size, touchedAt: stat.mtimeMs }] : []));
  }
}

function wrongPlace(at: number, there: number): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `The piece begins at byte ${at}, and ${there} bytes of the file are there.`,
    next: 'Go on from there, or hand the file over anew.',
    details: { bytes: there },
  });
}
