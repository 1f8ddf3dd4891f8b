/** What goes wrong with files: each fault gets its code and a next step, and what was committed is still there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from '../../core/data-folder/data-folder.ts';
import { asRoyalError, type Migration, openDatabase } from '../../core/sqlite/open.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type Mount, mountsMissing, mountTmpfs } from './mounts.ts';

const env = { ROYAL_SECRETS: 'file' };
const migrations: Migration[] = [
  { version: 1, name: 'rows', up: (db) => db.exec('CREATE TABLE row(id INTEGER PRIMARY KEY, text TEXT)') },
];
const options = { label: 'the ledger', synchronous: 'FULL', migrations } as const;
const withoutMounts = mountsMissing();

async function refusal(work: () => unknown): Promise<RoyalError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RoyalError) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}

describe('a data folder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'royal-storage-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('has one owner among processes, and is free at once when that one is killed', async () => {
    const folder = join(root, 'data');
    const script = `
      const { openDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, '../../core/data-folder/data-folder.ts'))});
      await openDataFolder(${JSON.stringify(folder)}, { ROYAL_SECRETS: 'file' });
      process.stdout.write('mine');
      setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    const refused = await refusal(() => openDataFolder(folder, env));
    expect(refused.code).toBe('folder_locked');
    expect(refused.message).toContain(String(other.pid));
    expect(refused.next).not.toBe('');
    other.kill('SIGKILL');
    await once(other, 'exit');
    const mine = await openDataFolder(folder, env);
    mine.release();
  });

  it('may not be a file', async () => {
    const path = join(root, 'file');
    writeFileSync(path, 'x');
    const refused = await refusal(() => openDataFolder(path, env));
    expect(refused.next).toContain('--data');
  });

  it('does not open with a database from a newer version, and leaves it as it was', async () => {
    const file = join(root, 'newer.db');
    const newer = [...migrations, { version: 2, name: 'more', up: () => {} }];
    openDatabase(file, { ...options, migrations: newer }).close();
    const before = readFileSync(file);
    const refused = await refusal(() => openDatabase(file, options));
    expect(refused.code).toBe('database_newer');
    expect(refused.next).toContain('Update');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('says so when a database is damaged', async () => {
    const file = join(root, 'damaged.db');
    writeFileSync(file, 'This is no database. '.repeat(500));
    const refused = await refusal(() => openDatabase(file, options));
    expect(refused.code).toBe('database_damaged');
    expect(refused.next).toContain('restore');
  });
});

describe.skipIf(withoutMounts)('a file system', () => {
  let mount: Mount;
  afterEach(() => mount.remove());

  it('that is read-only is refused with its path', async () => {
    mount = mountTmpfs(2048)!;
    mount.readOnly(true);
    const refused = await refusal(() => openDataFolder(join(mount.path, 'data'), env));
    expect(refused.code).toBe('folder_read_only');
    expect(refused.next).toContain(mount.path);
  });

  it('that turns read-only keeps what was committed', async () => {
    mount = mountTmpfs(2048)!;
    const folder = join(mount.path, 'data');
    (await openDataFolder(folder, env)).release();
    mount.readOnly(true);
    expect((await refusal(() => openDataFolder(folder, env))).code).toBe('folder_read_only');
    mount.readOnly(false);
    (await openDataFolder(folder, env)).release();
  });

  it('that is full costs only what was not committed, and goes on once there is room', async () => {
    mount = mountTmpfs(1024)!;
    const file = join(mount.path, 'ledger.db');
    const db = openDatabase(file, options);
    const insert = db.prepare('INSERT INTO row(text) VALUES (?)');
    let committed = 0;
    const refused = await refusal(() => {
      try {
        for (;;) {
          insert.run('x'.repeat(4000));
          committed++;
        }
      } catch (error) {
        throw asRoyalError(error, file, options);
      }
    });
    expect(refused.code).toBe('disk_full');
    expect(refused.next).toContain('space');
    const rows = db.prepare('SELECT count(*) FROM row').pluck();
    expect(rows.get()).toBe(committed);
    db.prepare('DELETE FROM row WHERE id <= ?').run(0);
    db.close();
    const again = openDatabase(file, options);
    expect(again.prepare('SELECT count(*) FROM row').pluck().get()).toBe(committed);
    expect(again.pragma('integrity_check', { simple: true })).toBe('ok');
    again.close();
  });
});

it.runIf(withoutMounts)('full and read-only file systems could not be made', ({ skip }) => {
  skip(withoutMounts ?? '');
});
