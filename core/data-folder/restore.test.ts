import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBackup } from './backup.ts';
import { openDataFolder, takeOwnership } from './data-folder.ts';
import { readDeletions, recordDeletion } from './deletions.ts';
import { folderPaths } from './folder-paths.ts';
import { type Manifest, sha256Of } from './manifest.ts';
import { RESTORED, restoreBackup } from './restore.ts';

const NOW = Date.UTC(2026, 10, 23, 9);
const KNOWN = { app: 1, ledger: 1, mirror: 1 };

function write(file: string, value: string, version = 1): void {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  database.pragma(`user_version = ${version}`);
  database.exec('CREATE TABLE IF NOT EXISTS t(value TEXT)');
  database.prepare('INSERT INTO t VALUES (?)').run(value);
  database.close();
}

function values(file: string): unknown[] {
  const database = new SqliteDatabase(file);
  try {
    return database.prepare('SELECT value FROM t').pluck().all();
  } finally {
    database.close();
  }
}

async function described(file: string): Promise<{ bytes: number; sha256: string }> {
  return { bytes: statSync(file).size, sha256: await sha256Of(file) };
}

describe('backup and restore', () => {
  let base: string;
  let root: string;
  let backup: string;
  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'royal-backup-'));
    root = join(base, 'data');
    backup = join(base, 'backup');
    (await openDataFolder(root, { ROYAL_SECRETS: 'file' })).release();
    mkdirSync(join(root, 'stores', 'gbp'), { recursive: true });
    write(join(root, 'app.db'), 'first');
    write(join(root, 'ledger.db'), 'first');
    write(join(root, 'stores', 'gbp', 'mirror.db'), 'first');
    writeFileSync(join(root, 'secrets.json'), '{"audit.key":"k"}');
    await createBackup(folderPaths(root), backup, NOW);
    write(join(root, 'ledger.db'), 'second');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is not made inside the data folder, also not through a link, and removes nothing beside it', async () => {
    const link = join(base, 'link');
    symlinkSync(join(root, 'stores'), link);
    for (const target of [root, join(root, 'stores', 'eur'), join(link, 'eur'), join(link, 'new', 'eur')])
      await expect(createBackup(folderPaths(root), target, NOW)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('inside the data folder'),
      });
    expect(readdirSync(join(root, 'stores'))).toEqual(['gbp']);
    const other = join(base, 'other');
    mkdirSync(`${other}.partial`);
    writeFileSync(join(`${other}.partial`, 'thesis.odt'), 'years');
    await createBackup(folderPaths(root), other, NOW);
    expect(existsSync(join(`${other}.partial`, 'thesis.odt'))).toBe(true);
  });

  it('brings back what was, and keeps keys and deletions of now', async () => {
    recordDeletion(root, { storeId: 'gbp', customerId: 7, at: NOW });
    expect(existsSync(join(backup, 'secrets.json'))).toBe(false);
    const summary = await restoreBackup(backup, root, KNOWN, NOW + 1);
    expect(summary).toMatchObject({ folder: root, backupOf: NOW });
    expect(values(join(root, 'ledger.db'))).toEqual(['first']);
    expect(values(join(root, 'stores', 'gbp', 'mirror.db'))).toEqual(['first']);
    expect(readFileSync(join(root, 'secrets.json'), 'utf8')).toContain('audit.key');
    expect(readDeletions(root)).toEqual([{ storeId: 'gbp', customerId: 7, at: NOW }]);
    expect(existsSync(join(root, RESTORED))).toBe(true);
    expect(existsSync(`${root}.before-restore`)).toBe(false);
    (await openDataFolder(root, {})).release();
  });

  it('copies one moment while the source is written', async () => {
    const source = join(root, 'ledger.db');
    const writer = new SqliteDatabase(source);
    writer.pragma('journal_mode = WAL');
    writer.exec(
      `CREATE TABLE big(x);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO big SELECT randomblob(3000) FROM n;
       CREATE TABLE twin(value TEXT); INSERT INTO twin SELECT value FROM t`,
    );
    const both = writer.transaction(() => {
      writer.exec("INSERT INTO t VALUES ('late'); INSERT INTO twin VALUES ('late')");
    });
    const timer = setInterval(both, 1);
    await createBackup(folderPaths(root), join(base, 'live'), NOW);
    clearInterval(timer);
    writer.close();
    const copy = new SqliteDatabase(join(base, 'live', 'ledger.db'));
    const rows = (table: string): number =>
      copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    expect(rows('t')).toBe(rows('twin'));
    expect(values(source).length).toBeGreaterThan(rows('t'));
    copy.close();
  });

  it('works where there is no folder yet', async () => {
    const elsewhere = join(base, 'elsewhere');
    await restoreBackup(backup, elsewhere, KNOWN, NOW);
    expect(values(join(elsewhere, 'ledger.db'))).toEqual(['first']);
  });

  it.each([
    ['a changed byte', (file: string) => appendFileSync(file, 'x'), 'database_damaged'],
    ['a missing file', (file: string) => rmSync(file), 'database_damaged'],
  ])('refuses %s and changes nothing', async (_name, damage, code) => {
    damage(join(backup, 'ledger.db'));
    await expect(restoreBackup(backup, root, KNOWN, NOW)).rejects.toMatchObject({ code });
    expect(values(join(root, 'ledger.db'))).toEqual(['first', 'second']);
  });

  it('refuses a newer database and a newer format', async () => {
    await expect(restoreBackup(backup, root, { ...KNOWN, ledger: 0 }, NOW)).rejects.toMatchObject({
      code: 'database_newer',
    });
    writeFileSync(join(backup, 'manifest.json'), '{"format":2}');
    await expect(restoreBackup(backup, root, KNOWN, NOW)).rejects.toMatchObject({ code: 'database_newer' });
    writeFileSync(join(backup, 'manifest.json'), '{"format":');
    await expect(restoreBackup(backup, root, KNOWN, NOW)).rejects.toMatchObject({ code: 'database_damaged' });
    await expect(restoreBackup(join(base, 'none'), root, KNOWN, NOW)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(values(join(root, 'ledger.db'))).toEqual(['first', 'second']);
  });

  it('refuses what would take the place of the data without being whole, and changes nothing', async () => {
    const file = join(backup, 'manifest.json');
    const { files, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { files: Manifest['files'] };
    const refused = async (changed: Manifest['files']): Promise<unknown> => {
      writeFileSync(file, JSON.stringify({ ...rest, files: changed }));
      const error = await restoreBackup(backup, root, KNOWN, NOW).catch((caught: unknown) => caught);
      expect(values(join(root, 'ledger.db'))).toEqual(['first', 'second']);
      expect(existsSync(`${root}.restoring`)).toBe(false);
      return error;
    };
    const damaged = { code: 'database_damaged' };
    const changedOf = (path: string, change: Partial<Manifest['files'][number]>) =>
      files.map((one) => (one.path === path ? { ...one, ...change } : one));
    expect(await refused([])).toMatchObject(damaged);
    expect(await refused(files.filter(({ path }) => path !== 'ledger.db'))).toMatchObject(damaged);
    expect(await refused(files.filter(({ path }) => path !== 'app.db'))).toMatchObject(damaged);
    // What a database is, it says itself.
    expect(await refused(changedOf('ledger.db', { version: null }))).toMatchObject(damaged);
    write(join(backup, 'ledger.db'), 'newer', 7);
    const { bytes, sha256 } = await described(join(backup, 'ledger.db'));
    expect(await refused(changedOf('ledger.db', { bytes, sha256 }))).toMatchObject(damaged);
    expect(await refused(changedOf('ledger.db', { bytes, sha256, version: 7 }))).toMatchObject({
      code: 'database_newer',
    });
    writeFileSync(join(backup, 'ledger.db'), 'no database at all');
    expect(await refused(changedOf('ledger.db', await described(join(backup, 'ledger.db'))))).toMatchObject(
      damaged,
    );
    writeFileSync(join(backup, 'ledger.db'), readFileSync(join(backup, 'app.db')).subarray(0, 100));
    expect(await refused(files)).toMatchObject(damaged);
  });

  it('refuses a folder in use', async () => {
    const release = takeOwnership(folderPaths(root));
    await expect(restoreBackup(backup, root, KNOWN, NOW)).rejects.toMatchObject({ code: 'folder_locked' });
    release();
  });

  it('gives a dated folder inside one that exists', async () => {
    const { path } = await createBackup(folderPaths(root), base, NOW);
    expect(path).toBe(join(base, 'royal-2026-11-23T09-00-00'));
  });
});
