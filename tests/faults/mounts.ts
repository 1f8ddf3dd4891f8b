/** Small file systems for a test to fill up or to freeze; only where the test may mount (root on Linux). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Mount {
  path: string;
  readOnly(on: boolean): void;
  remove(): void;
}

/** A tmpfs of the given size, or null where mounting is not permitted. */
export function mountTmpfs(kib: number): Mount | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const path = mkdtempSync(join(tmpdir(), 'royal-mount-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', path]).status !== 0) {
    rmdirSync(path);
    return null;
  }
  return {
    path,
    readOnly(on) {
      const done = spawnSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, path], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`Can't remount ${path}: ${done.stderr}`);
    },
    remove() {
      const done = spawnSync('umount', ['-l', path], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`Can't unmount ${path}: ${done.stderr}`);
      rmdirSync(path);
    },
  };
}

/** Why tests that need a mount are skipped, or null where they run. */
export function mountsMissing(): string | null {
  const probe = mountTmpfs(64);
  if (!probe) return 'mounting a tmpfs needs root on Linux';
  probe.remove();
  return null;
}
