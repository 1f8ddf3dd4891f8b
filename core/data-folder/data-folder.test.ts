import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { asideOf, openDataFolder, takeOwnership } from './data-folder.ts';
import { defaultFolder, folderPaths } from './folder-paths.ts';

const env = { ROYAL_SECRETS: 'file' };

describe('a data folder', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'royal-folder-'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('is made for its user alone and keeps its identity', async () => {
    const root = join(base, 'new', 'folder');
    const first = await openDataFolder(root, env);
    expect(first.fresh).toBe(true);
    expect(statSync(root).mode & 0o777).toBe(0o700);
    first.release();
    const second = await openDataFolder(root, {});
    expect(second).toMatchObject({ fresh: false, identity: first.identity });
    second.release();
  });

  it('has one owner; the second is told who', async () => {
    const held = await openDataFolder(base, env);
    await expect(openDataFolder(base, env)).rejects.toMatchObject({
      code: 'folder_locked',
      details: { pid: process.pid },
    });
    held.release();
    (await openDataFolder(base, env)).release();
  });

  it('is free again as soon as an owning process is killed', async () => {
    const paths = folderPaths(base);
    const urlOf = (module: string): string => JSON.stringify(new URL(module, import.meta.url).href);
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { takeOwnership } from ${urlOf('./data-folder.ts')};
       import { folderPaths } from ${urlOf('./folder-paths.ts')};
       takeOwnership(folderPaths(${JSON.stringify(base)}));
       process.stdout.write('held'); setInterval(() => {}, 1000);`,
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(() => takeOwnership(paths)).toThrow(RoyalError);
    expect(() => takeOwnership(paths)).toThrow(`by process ${child.pid}`);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    takeOwnership(paths)();
  });

  it('says so where the path is a file', async () => {
    const file = join(base, 'file');
    writeFileSync(file, '');
    await expect(openDataFolder(file, env)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('never makes new keys for a folder whose identity was lost', async () => {
    writeFileSync(join(base, 'ledger.db'), '');
    await expect(openDataFolder(base, env)).rejects.toMatchObject({ code: 'key_lost' });
    expect(existsSync(join(base, 'folder.json'))).toBe(false);
  });

  it('comes back where a restore was killed between its two renames', async () => {
    const root = join(base, 'data');
    mkdirSync(root);
    writeFileSync(join(root, 'kept'), 'x');
    renameSync(root, asideOf(root));
    (await openDataFolder(root, env)).release();
    expect(existsSync(join(root, 'kept'))).toBe(true);
  });

  it('lies where the platform puts application data', () => {
    expect(defaultFolder({ ROYAL_DATA: '/srv/royal' })).toBe('/srv/royal');
    expect(defaultFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/royal-equips');
    expect(defaultFolder({}, 'darwin')).toMatch(/Library\/Application Support\/Royal Equips$/);
    expect(defaultFolder({ APPDATA: '/roaming' }, 'win32')).toBe('/roaming/Royal Equips');
  });
});
